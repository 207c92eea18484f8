// What a gitleaks.toml lets pass: paths, values and words, of one rule or of all.
import type { FoundSecret } from '../secret-rule.ts';
import type { GitleaksAllowlist } from './gitleaks-config.ts';
import { PatternRefusal } from './syntax/syntax-tree.ts';
import { translateForTexts } from './translate-pattern.ts';

/** Longer texts are not let pass; patterns that take their time are for shorter ones only. */
const TEXT_LIMITS_BYTES = [4096, 512, 128];

interface Allowed {
  readonly expression: RegExp;
  readonly limitBytes: number;
}

type Check = (found: FoundSecret) => boolean;

/** Whether any of `lists` lets a secret pass; undefined where none ever could. `note` is told what was left out. */
export function makeAllowance(
  lists: readonly GitleaksAllowlist[],
  note: (text: string) => void,
): Check | undefined {
  const checks = lists.map((list) => makeCheck(list, note)).filter((check) => check !== undefined);
  return checks.length === 0 ? undefined : (found) => checks.some((check) => check(found));
}

function makeCheck(list: GitleaksAllowlist, note: (text: string) => void): Check | undefined {
  if (list.hasCommits) {
    note('allows commits, which images do not have');
    // No commit is ever the one it names.
    if (list.condition === 'and') return undefined;
  }
  const parts: Check[] = [];
  const paths = translateAll(list.paths, note);
  if (list.paths.length > 0)
    parts.push(({ path }) => path !== '' && paths.some((each) => isAllowed(each, path)));
  const regexes = translateAll(list.regexes, note);
  if (list.regexes.length > 0)
    parts.push((found) => {
      const target = found[list.regexTarget];
      return regexes.some((each) => isAllowed(each, target));
    });
  if (list.stopwords.length > 0) {
    const words = list.stopwords.map((word) => Buffer.from(word.toLowerCase()).toString('latin1'));
    parts.push(({ secret }) => {
      const folded = secret.toLowerCase();
      return words.some((word) => folded.includes(word));
    });
  }
  if (parts.length === 0) return undefined;
  return list.condition === 'and'
    ? (found) => parts.every((part) => part(found))
    : (found) => parts.some((part) => part(found));
}

function isAllowed({ expression, limitBytes }: Allowed, text: string): boolean {
  return text.length <= limitBytes && expression.test(text);
}

function translateAll(patterns: readonly string[], note: (text: string) => void): Allowed[] {
  return patterns.flatMap((pattern) => {
    let reason = '';
    for (const limitBytes of TEXT_LIMITS_BYTES)
      try {
        return [{ expression: translateForTexts(pattern, limitBytes), limitBytes }];
      } catch (error) {
        if (!(error instanceof PatternRefusal)) throw error;
        reason = error.message;
      }
    note(`allows less than it says, ${JSON.stringify(pattern.slice(0, 60))} is not applied: ${reason}`);
    return [];
  });
}
