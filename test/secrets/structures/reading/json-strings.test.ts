import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJsonStrings } from '../../../../src/secrets/structures/reading/json-strings.ts';

/** Every string of a value with its path, in the order of the text. */
function listStrings(value: unknown, path: readonly string[] = []): [string, string][] {
  if (typeof value === 'string') return [[path.join('/'), value]];
  if (Array.isArray(value)) return value.flatMap((item, i) => listStrings(item, [...path, `[${i}]`]));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => listStrings(item, [...path, key]));
}

test('finds the strings that JSON.parse finds, where they stand', () => {
  // Keys without escapes, as readers leave these as they are written.
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.integer(),
      fc.constantFrom(null, true),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('tree'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const found = Array.from(readJsonStrings(text), ({ name, parents, value: written, start, end }) => {
        expect(text.slice(start - 1, end + 1)).toBe(`"${written}"`);
        return [[...parents, name].join('/'), JSON.parse(`"${written}"`) as string];
      });
      expect(found).toEqual(listStrings(value));
    }),
  );
});

test('reads on after comments, and up to where a text is cut off', () => {
  const text = '{ // "a": "b"\n "c": "d", /* "e" */ "f": ["g", ], "h": "cut';
  expect([...readJsonStrings(text)].map(({ name, value }) => `${name}=${value}`)).toEqual([
    'c=d',
    '[0]=g',
    'h=cut',
  ]);
});
