// The groups of rules that a run may choose from. What no chosen group looks at is not even read.

/** `files` are rules about files and layers, `packages` about packages, `secrets` about secrets. */
export const RULE_GROUPS = ['files', 'packages', 'secrets'] as const;
export type RuleGroup = (typeof RULE_GROUPS)[number];
