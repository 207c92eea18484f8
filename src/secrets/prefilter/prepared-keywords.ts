// The keywords of rules, made ready to be searched for: what all scanners of the rules share.
import type { CompiledRule } from '../matching/compiled-rule.ts';
import { makeGramTables } from './gram-tables.ts';
import { indexKeywords } from './keyword-index.ts';
import { type KeywordMemory, makeKeywordMemory } from './keyword-memory.ts';

/** By the keyword's number. */
export interface PreparedKeywords {
  readonly lengths: readonly number[];
  /** The rules that ask for it, as indices. */
  readonly rulesOf: readonly (readonly number[])[];
  /** How far before and after its start any of its rules looks. */
  readonly beforeBytes: readonly number[];
  readonly afterBytes: readonly number[];
  readonly memory: KeywordMemory;
}

/** Makes them ready, which takes longer than a small layer takes to be searched. */
export function prepareKeywords(rules: readonly CompiledRule[]): PreparedKeywords {
  const { keywords, rulesOf } = indexKeywords(rules);
  const most = (reach: 'beforeBytes' | 'afterBytes'): number[] =>
    rulesOf.map((of) => Math.max(...of.map((rule) => rules[rule]!.matcher[reach])));
  return {
    lengths: keywords.map(({ text }) => text.length),
    rulesOf,
    beforeBytes: most('beforeBytes'),
    afterBytes: most('afterBytes'),
    memory: makeKeywordMemory(keywords, makeGramTables(keywords)),
  };
}
