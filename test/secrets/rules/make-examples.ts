// Examples from templates: `{a24}` stands for 24 letters and digits, `{h32}` for 32 hex digits, `{uuid}` for a UUID.
import type { RuleExamples } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';

const ALPHABET_BY_LETTER: Readonly<Record<string, string>> = {
  d: ALPHABET.digits,
  h: ALPHABET.hex,
  H: ALPHABET.hex.toUpperCase(),
  m: ALPHABET.lowerDigits,
  M: ALPHABET.upperDigits,
  q: 'abcdefghijklmnopqrstuvwxyz234567',
  a: ALPHABET.alphanumeric,
  B: ALPHABET.base64,
  u: ALPHABET.base64url,
};
const UUID_TEMPLATE = '{h8}-{h4}-4{h3}-a{h3}-{h12}';

/** A template with its places filled from `seed`; where `filler` is given, by it over and over. */
export function fillTemplate(template: string, seed: number, filler?: string): string {
  let place = 0;
  return template
    .replaceAll('{uuid}', UUID_TEMPLATE)
    .replaceAll('{dollar}', '$$')
    .replace(/\{([a-zA-Z])(\d+)\}/g, (_, letter: string, length: string) => {
      place++;
      if (filler !== undefined) return filler.repeat(Number(length));
      // Dashes at an end would run into what stands around.
      const text = makeText(ALPHABET_BY_LETTER[letter]!, Number(length), seed * 100 + place);
      return text.replace(/^[-_=]|[-_=]$/g, 'k').replace(/^0/, '7');
    });
}

/** Of a token with a prefix: found in shell and JSON; not within a word, not cut short, not as a placeholder. */
export function tokenExamples(template: string): RuleExamples {
  const token = fillTemplate(template, 1);
  return {
    positives: [`export TOKEN=«${token}»\n`, `{"token": "«${fillTemplate(template, 2)}»"}`],
    negatives: [
      `TOKEN=Q${token}`,
      `TOKEN=${token.slice(0, Math.ceil(token.length / 3))}.`,
      `TOKEN=${fillTemplate(template, 1, 'x')}`,
    ],
  };
}

/** Of a value that its name gives away: found in shell, JSON and YAML; not under another name, not cut short, not as a placeholder. */
export function assignedExamples(name: string, template: string): RuleExamples {
  const value = fillTemplate(template, 1);
  return {
    positives: [
      `export ${name.toUpperCase()}="«${value}»"\n`,
      `{"${name}": "«${fillTemplate(template, 2)}»"}`,
      `${name}: «${fillTemplate(template, 3)}»\n`,
    ],
    negatives: [
      `OTHER_COLUMN="${value}"`,
      `${name}="${value.slice(0, Math.ceil(value.length / 3))}"`,
      `${name}="${fillTemplate(template, 1, 'x')}"`,
      `${name}="\${SOME_VARIABLE}"`,
    ],
  };
}

/** Texts filled from templates, with the secret between `«` and `»` in the positive ones. */
export function patternExamples(positives: readonly string[], negatives: readonly string[]): RuleExamples {
  return {
    positives: positives.map((template, index) => fillTemplate(template, index + 1)),
    negatives: negatives.map((template, index) => fillTemplate(template, index + 11)),
  };
}
