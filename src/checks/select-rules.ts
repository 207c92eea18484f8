// Which rules judge in a run.
import type { Rule } from './rule.ts';
import type { RuleGroup } from './rule-group.ts';
import { RULES } from './rules.ts';
import { secretUnread } from './secret-unread.ts';

/** The rules of some groups, in the published order; the kinds of secrets are rules beside these. */
export function selectRules(groups: readonly RuleGroup[]): readonly Rule[] {
  return RULES.filter((rule) => groups.includes(groupOf(rule)));
}

function groupOf(rule: Rule): RuleGroup {
  if (rule.kind === 'packages') return 'packages';
  return rule === secretUnread ? 'secrets' : 'files';
}
