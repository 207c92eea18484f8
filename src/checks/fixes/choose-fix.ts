// Which fix a finding gets: what a RUN leaves is cleaned up there, what a COPY or ADD brings is not to be brought.
import type { FixContext, PackageRule, PathRule, RuleFix, ViewRule } from '../rule.ts';
import { isCopied, keepOut } from './copied.ts';

/** The fix for files that a rule found, in words that fit how they came. */
export function chooseFix(rule: PathRule | ViewRule | PackageRule, context: FixContext): string {
  if (rule.kind !== 'paths' || !isCopied(context)) return say(rule.fix, context);
  return rule.fixCopied === undefined ? keepOut(context, rule.patterns) : say(rule.fixCopied, context);
}

function say(fix: RuleFix, context: FixContext): string {
  return typeof fix === 'string' ? fix : fix(context);
}
