// Every structure that is known.
import type { SecretStructure } from './secret-structure.ts';

export const ALL_STRUCTURES: readonly SecretStructure[] = [];
