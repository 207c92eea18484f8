// Every rule of our own, in the order in which one that finds the same bytes goes before another.
import type { SecretRule } from '../secret-rule.ts';
import { SOURCE_CONTROL_RULES } from './source-control.ts';
import { GITLAB_RULES } from './source-control-gitlab.ts';

export const ALL_RULES: readonly SecretRule[] = [...SOURCE_CONTROL_RULES, ...GITLAB_RULES];
