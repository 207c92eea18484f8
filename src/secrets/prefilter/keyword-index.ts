// From rules to the keywords that lead to them: equal keywords are searched for once.
import type { CompiledRule } from '../matching/compiled-rule.ts';
import type { Keyword } from './keyword.ts';

/** The keywords of all rules, and for each the rules that ask for it, as indices. */
export interface KeywordIndex {
  readonly keywords: readonly Keyword[];
  readonly rulesOf: readonly (readonly number[])[];
}

/** Lists each keyword once; the same text in exact and in any case are two keywords. */
export function indexKeywords(rules: readonly CompiledRule[]): KeywordIndex {
  const keywords: Keyword[] = [];
  const rulesOf: number[][] = [];
  const indexByKey = new Map<string, number>();
  for (const [rule, { matcher }] of rules.entries())
    for (const text of dropImplied(matcher.keywords)) {
      const key = `${matcher.ignoresCase ? 'i' : 'c'} ${text}`;
      const index = indexByKey.get(key) ?? keywords.length;
      if (index === keywords.length) {
        indexByKey.set(key, index);
        keywords.push(makeKeyword(text, matcher.ignoresCase));
        rulesOf.push([]);
      }
      rulesOf[index]!.push(rule);
      const { previousBytes, nextBytes } = keywords[index]!;
      if (previousBytes !== undefined) addTo(previousBytes, matcher.previousBytes ?? ANY);
      const otherwise = text.length === 3 ? PRINTABLE : ANY;
      if (nextBytes !== undefined) addTo(nextBytes, matcher.nextBytes ?? otherwise);
    }
  return { keywords, rulesOf };
}

/** What stands beside longer ones is not asked for. */
function makeKeyword(text: string, ignoresCase: boolean): Keyword {
  if (text.length > 4) return { text, ignoresCase };
  return { text, ignoresCase, previousBytes: new Uint8Array(256), nextBytes: new Uint8Array(256) };
}

/** Where `passwd` stands, `pass` does too: a rule that asks for both is tried once. */
function dropImplied(keywords: readonly string[]): readonly string[] {
  const distinct = [...new Set(keywords)];
  return distinct.filter((text) => !distinct.some((other) => other !== text && text.includes(other)));
}

/** All but white space and control characters. */
const PRINTABLE = Uint8Array.from({ length: 256 }, (_, byte) => (byte > 0x20 && byte !== 0x7f ? 1 : 0));

const ANY = new Uint8Array(256).fill(1);

function addTo(set: Uint8Array, added: Uint8Array): void {
  for (let byte = 0; byte < 256; byte++) if (added[byte] === 1) set[byte] = 1;
}
