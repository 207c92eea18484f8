// The `yaml` package as the oracle.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readYamlScalars } from '../../../../src/secrets/structures/reading/yaml-scalars.ts';

function listScalars(value: unknown, path: readonly string[] = []): string[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => listScalars(item, [...path, `[${i}]`]));
  if (value === null || typeof value !== 'object') return [`${path.join('/')}=${value}`];
  return Object.entries(value).flatMap(([key, item]) => listScalars(item, [...path, key]));
}

test('finds the scalars of what the yaml package writes', () => {
  const key = fc
    .stringMatching(/^[a-z][a-z.-]{0,6}$/)
    .filter((text) => !/^(?:null|true|false|no|yes|y|n|on|off)$/.test(text));
  const scalar = fc.stringMatching(/^[A-Za-z0-9+/=$:#@!?{}[\]'-]{1,30}$/);
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { minKeys: 1, maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, tree, { minKeys: 1, maxKeys: 3 }), (value) => {
      const text = stringify(value, { lineWidth: 0 });
      const found = Array.from(readYamlScalars(text), ({ name, parents, value: written, start, end }) => {
        expect(text.slice(start, end)).toBe(written);
        const unquoted = text[start - 1] === "'" ? written.replaceAll("''", "'") : written;
        return `${[...parents, name].join('/')}=${unquoted}`;
      });
      expect(found).toEqual(listScalars(value));
    }),
  );
});

test('reads block scalars, documents and flow mappings', () => {
  const text = 'a: |-\n  one\n  two\nb: >\n  three\n---\nc: {d: e, "f": [g], h: \'i\'}\n- j\n';
  expect([...readYamlScalars(text)].map(({ name, value }) => `${name}=${value}`)).toEqual([
    'a=one\ntwo',
    'b=three',
    'd=e',
    'h=i',
    '[0]=j',
  ]);
});
