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
  const keywords: (Keyword & { readonly previousBytes: Uint8Array; readonly nextBytes: Uint8Array })[] = [];
  const rulesOf: number[][] = [];
  const indexByKey = new Map<string, number>();
  for (const [rule, { matcher }] of rules.entries())
    for (const text of dropImplied(matcher.keywords)) {
      const { ignoresCase, previousBytes = ANY, nextBytes = text.length === 3 ? PRINTABLE : ANY } = matcher;
      const key = `${ignoresCase ? 'i' : 'c'} ${text}`;
      const index = indexByKey.get(key) ?? keywords.length;
      if (index === keywords.length) {
        indexByKey.set(key, index);
        keywords.push({
          text,
          ignoresCase,
          previousBytes: new Uint8Array(256),
          nextBytes: new Uint8Array(256),
        });
        rulesOf.push([]);
      }
      rulesOf[index]!.push(rule);
      addTo(keywords[index]!.previousBytes, previousBytes);
      addTo(keywords[index]!.nextBytes, nextBytes);
    }
  return { keywords, rulesOf };
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
