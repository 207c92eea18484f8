// Values that begin as a known issuer's tokens do, and go on otherwise: cut off, mistyped, made up. The issuer's own rule knows.
import type { SecretRule, TokenRule } from '../secret-rule.ts';

/** Prefixes that are words or parts of words: values of nobody in particular begin with them too. */
const WORD_PREFIX = /^(?:[A-Za-z]{1,3}|dose|(?:api|key|secret|token|live|sdk|cli|pk|pat)[-_.])$/i;
/** Long enough to be told also in the wrong case. */
const LONG_PREFIX = 6;

/** Tells whether a text begins with a prefix of the tokens of `rules` and is, as a whole, no token of any of them. */
export function makeMalformedTokenTest(rules: readonly SecretRule[]): (text: string) => boolean {
  const wholeByPrefix = new Map<string, RegExp[]>();
  const lengths = new Set<number>();
  for (const rule of rules) {
    if (rule.kind !== 'token') continue;
    for (const prefix of rule.prefixes.filter((one) => !WORD_PREFIX.test(one))) {
      const whole = compileWhole(rule, prefix);
      for (const spelling of prefix.length < LONG_PREFIX ? [prefix] : [prefix, prefix.toUpperCase()]) {
        wholeByPrefix.set(spelling, [...(wholeByPrefix.get(spelling) ?? []), whole]);
        lengths.add(spelling.length);
      }
    }
  }
  return (text) => {
    const known = [...lengths].flatMap((length) => wholeByPrefix.get(text.slice(0, length)) ?? []);
    return known.length > 0 && !known.some((whole) => whole.test(text));
  };
}

function compileWhole(rule: TokenRule, prefix: string): RegExp {
  return new RegExp(`^${prefix.replace(/[^\w]/g, '\\$&')}(?:${rule.body})$`);
}
