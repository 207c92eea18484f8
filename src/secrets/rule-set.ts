// The rules of a run, made ready, and a name for exactly these rules that caches can file what they found under.
import { createHash } from 'node:crypto';
import { type CompiledRule, compileRule } from './matching/compiled-rule.ts';
import { ALL_RULES } from './rules/all-rules.ts';
import type { SecretKind, SecretRule } from './secret-rule.ts';
import { ALL_STRUCTURES } from './structures/all-structures.ts';
import type { SecretStructure } from './structures/secret-structure.ts';

/** Rules and structures that go together. Rules earlier in the list go before later ones that find the same bytes. */
export interface SecretRuleSet {
  readonly rules: readonly CompiledRule[];
  readonly structures: readonly SecretStructure[];
  /** 32 hex digits; differs where the user's own rules differ. The rules of our own are told apart by the build of the program. */
  readonly hash: string;
  readonly kindById: ReadonlyMap<string, SecretKind>;
}

/** The rules of our own and `added` ones; `addedText` is the text that these came from. */
export function makeRuleSet(added: readonly SecretRule[] = [], addedText = ''): SecretRuleSet {
  const rules = [...ALL_RULES, ...added];
  const kinds: SecretKind[] = [...rules, ...ALL_STRUCTURES.flatMap((structure) => structure.kinds)];
  return {
    rules: rules.map(compileRule),
    structures: ALL_STRUCTURES,
    hash: createHash('sha256').update(addedText).digest('hex').slice(0, 32),
    kindById: new Map(kinds.map((kind) => [kind.id, kind])),
  };
}
