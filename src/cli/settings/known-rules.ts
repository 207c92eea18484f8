// The ids that plimsoll.yaml may name: those of rules about images and of rules about build contexts.
import { CONTEXT_RULES } from '../../checks/context/context-rules.ts';
import { RULES } from '../../checks/rules.ts';

const CONTEXT_IDS: ReadonlySet<string> = new Set(CONTEXT_RULES.map(({ id }) => id));

/** All of them. */
export const RULE_IDS: readonly string[] = [...RULES, ...CONTEXT_RULES].map(({ id }) => id);

/** Whether the id is of a rule about contexts only, which no image can have findings of. */
export function isContextRule(id: string): boolean {
  return CONTEXT_IDS.has(id);
}
