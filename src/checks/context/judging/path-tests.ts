// The tests of paths that the repair of ignore files has: what a finding tells is what the repair takes out.
import { REPAIR_RULES } from '../../../context/repair/rules/all-rules.ts';
import type { RepairRule } from '../../../context/repair/rules/repair-rule.ts';

/** What a path is told by, and what of the build must hold. */
export type PathTest = Omit<RepairRule, 'kind' | 'content'>;

/** The tests of one kind, in their order. */
export function testsOfKind(kind: RepairRule['kind']): readonly PathTest[] {
  return REPAIR_RULES.filter((rule) => rule.kind === kind && rule.content === undefined);
}
