import { expect, test } from 'vitest';
import {
  asArray,
  asObject,
  asText,
  joinKeys,
  joinNames,
  keepFilled,
  readJson,
} from '../../../src/contents/packages/metadata-json.ts';

test('a value is what it should be, or nothing', () => {
  expect(readJson(Buffer.from('{"a":1}'))).toEqual({ a: 1 });
  expect(readJson(Buffer.from('{'))).toBeUndefined();
  expect([asObject({}), asObject([]), asObject(null), asObject('a')]).toEqual([
    {},
    undefined,
    undefined,
    undefined,
  ]);
  expect([asArray([1]), asArray({}), asArray(undefined)]).toEqual([[1], [], []]);
  expect([asText(' a '), asText(1), asText(null)]).toEqual(['a', '', '']);
});

test('names are joined, and what is none is left out', () => {
  expect(joinKeys({ b: 1, 'a b': 2, '': 3, '@s/c': 4 })).toBe('b @s/c');
  expect(joinKeys(['a'])).toBe('');
  expect(joinNames(['a', 'b\nc'])).toBe('a');
  expect(keepFilled({ a: '', b: 'x' })).toEqual({ b: 'x' });
});
