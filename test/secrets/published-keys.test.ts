import { expect, test } from 'vitest';
import { findInText } from '../../src/secrets/find-in-text.ts';
import { compileRule } from '../../src/secrets/matching/compiled-rule.ts';
import { isPublishedKey } from '../../src/secrets/published-keys.ts';
import { ALL_RULES } from '../../src/secrets/rules/all-rules.ts';

test('a key of the tests of Firebase is known, another is not', () => {
  // In two pieces, so that the whole key does not stand here.
  expect(isPublishedKey(`AIzaSyD3asb-2pEZVq${'MkmL6M9N6nHZRR_znhrh0'}`)).toBe(true);
  expect(isPublishedKey(`AIzaSyD3asb-2pEZVq${'MkmL6M9N6nHZRR_znhrh1'}`)).toBe(false);
});

test('no rule finds a published key', () => {
  const rules = ALL_RULES.map(compileRule);
  expect(findInText(`apiKey: "AIzaSyD3asb-2pEZVq${'MkmL6M9N6nHZRR_znhrh0'}"`, rules)).toEqual([]);
  expect(findInText(`apiKey: "AIzaSyD3asb-2pEZVq${'MkmL6M9N6nHZRR_znhrh1'}"`, rules)).not.toEqual([]);
});
