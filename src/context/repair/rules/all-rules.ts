// All rules, in the order in which they are asked: the first that takes a path names it.
import { BUILD_OUTPUTS } from './build-outputs.ts';
import { DEPENDENCIES } from './dependencies.ts';
import { LEFTOVERS } from './droppings.ts';
import type { RepairRule } from './repair-rule.ts';
import { SECRET_NAMES } from './secret-names.ts';
import { VERSION_CONTROL } from './version-control.ts';

export const REPAIR_RULES: readonly RepairRule[] = [
  ...SECRET_NAMES,
  ...VERSION_CONTROL,
  ...DEPENDENCIES,
  ...BUILD_OUTPUTS,
  ...LEFTOVERS,
];
