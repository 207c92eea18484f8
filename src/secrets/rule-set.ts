// The rules of a run, made ready, and a name for exactly these rules that caches can file what they found under.
import { createHash } from 'node:crypto';
import { type CompiledRule, compileRule, deferRule } from './matching/compiled-rule.ts';
import { type PreparedKeywords, prepareKeywords } from './prefilter/prepared-keywords.ts';
import { ALL_RULES } from './rules/all-rules.ts';
import type { SecretKind, SecretRule } from './secret-rule.ts';
import { readStoredKeywords } from './stored-keywords.ts';
import { ALL_STRUCTURES } from './structures/all-structures.ts';
import type { SecretStructure } from './structures/secret-structure.ts';

/** Rules and structures that go together. Rules earlier in the list go before later ones that find the same bytes. */
export interface SecretRuleSet {
  readonly rules: readonly CompiledRule[];
  readonly structures: readonly SecretStructure[];
  /** 32 hex digits; differs where the user's own rules differ. The rules of our own are told apart by the build of the program. */
  readonly hash: string;
  readonly kindById: ReadonlyMap<string, SecretKind>;
  /** The keywords of all rules, made ready when they are first asked for. */
  prepareKeywords(): PreparedKeywords;
}

/** The rules of our own and `added` ones; `addedText` is the text that these came from. */
export function makeRuleSet(added: readonly SecretRule[] = [], addedText = ''): SecretRuleSet {
  const kinds: SecretKind[] = [
    ...ALL_RULES,
    ...added,
    ...ALL_STRUCTURES.flatMap((structure) => structure.kinds),
  ];
  const rules = [...ALL_RULES.map(deferRule), ...added.map(compileRule)];
  let prepared: PreparedKeywords | undefined;
  return {
    rules,
    structures: ALL_STRUCTURES,
    hash: createHash('sha256').update(addedText).digest('hex').slice(0, 32),
    kindById: new Map(kinds.map((kind) => [kind.id, kind])),
    prepareKeywords: () => {
      prepared ??= (added.length === 0 ? readStoredKeywords() : undefined) ?? prepareKeywords(rules);
      return prepared;
    },
  };
}
