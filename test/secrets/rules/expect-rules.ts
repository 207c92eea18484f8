// What every rule must show: two texts at least in which it finds its secret, two that look alike and are none.
import { describe, expect, test } from 'vitest';
import { findInText } from '../../../src/secrets/find-in-text.ts';
import { compileRule } from '../../../src/secrets/matching/compiled-rule.ts';
import { ALL_RULES } from '../../../src/secrets/rules/all-rules.ts';
import type { SecretRule } from '../../../src/secrets/secret-rule.ts';

/** Texts with the secret between `«` and `»` (the marks are taken out before), and texts in which the rule finds nothing. */
export interface RuleExamples {
  readonly positives: readonly string[];
  readonly negatives: readonly string[];
}

const compiledById = new Map(ALL_RULES.map((rule) => [rule.id, compileRule(rule)]));

/** Declares the tests of a table of rules: each has its examples, and finds what is marked in them and nothing else. */
export function testRules(
  rules: readonly SecretRule[],
  examples: Readonly<Record<string, RuleExamples>>,
): void {
  test('each rule has examples, and no example is without its rule', () => {
    expect(Object.keys(examples).sort()).toEqual(rules.map((rule) => rule.id).sort());
  });
  describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id) => {
    const { positives, negatives } = examples[id] ?? { positives: [], negatives: [] };
    const compiled = compiledById.get(id);
    test('is one of all rules, with two examples of each sort', () => {
      expect(compiled).toBeDefined();
      expect(positives.length).toBeGreaterThanOrEqual(2);
      expect(negatives.length).toBeGreaterThanOrEqual(2);
    });
    test.each(positives.map((text) => [text] as const))('finds %#', (marked) => {
      const start = marked.indexOf('«');
      const end = marked.indexOf('»') - 1;
      const text = marked.replace(/[«»]/g, '');
      const found = findInText(text, [compiled!]).map((match) =>
        text.slice(match.offsetBytes, match.offsetBytes + match.lengthBytes),
      );
      expect(found).toEqual([text.slice(start, end)]);
    });
    test.each(negatives.map((text) => [text] as const))('leaves %# alone', (text) => {
      expect(findInText(text, [compiled!])).toEqual([]);
    });
  });
}
