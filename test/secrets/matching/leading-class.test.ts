import { expect, test } from 'vitest';
import { readLeadingClass } from '../../../src/secrets/matching/leading-class.ts';

test.each([
  ['[a-c]{5}x', 'abc', 5],
  ['[a-c]{5,9}', 'abc', 5],
  ['[a-c]{0,9}', 'abc', 0],
  ['[a-c]+', 'abc', 1],
  ['[a-c]x', 'abc', 1],
  ['\\d{3}', '0123456789', 3],
  ['[\\]a]{2}', ']a', 2],
])('%s', (source, characters, length) => {
  const leading = readLeadingClass(source);
  expect(leading.length).toBe(length);
  for (let byte = 0; byte < 256; byte++)
    expect(leading.isIn[byte] === 1).toBe(characters.includes(String.fromCharCode(byte)));
});

test.each(['[a-c]?x', '[a-c]*x', 'x[a-c]', '(?:a|b)', '[a-c]{3}|x', '', '.{3}'])(
  'nothing is known of %s',
  (source) => {
    expect(readLeadingClass(source).length).toBe(0);
  },
);

test('alternatives within a group do not matter', () => {
  expect(readLeadingClass('[a]{3}(?:x|y)[|]').length).toBe(3);
});
