// The ids that plimsoll.yaml may name: those of rules about images, about build contexts, and about Dockerfiles.
import { CONTEXT_RULES } from '../../checks/context/context-rules.ts';
import { ALL_DOCKERFILE_RULES, isDockerfileRule } from '../../checks/dockerfile/dockerfile-rules.ts';
import { RULES } from '../../checks/rules.ts';

const CONTEXT_IDS: ReadonlySet<string> = new Set(CONTEXT_RULES.map(({ id }) => id));

/** All of them. */
export const RULE_IDS: readonly string[] = [...RULES, ...CONTEXT_RULES, ...ALL_DOCKERFILE_RULES].map(
  ({ id }) => id,
);

/** Whether the id is of a rule about contexts only. */
export function isContextRule(id: string): boolean {
  return CONTEXT_IDS.has(id);
}

/** Whether no image can have findings of it. */
export function isProjectRule(id: string): boolean {
  return isContextRule(id) || isDockerfileRule(id);
}
