import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCount, readStanzas, wantFields } from '../../../src/contents/packages/stanzas.ts';

const WANTED = wantFields(['Package', 'Depends', 'Pre-Depends', 'Description']);
const read = (text: string | Uint8Array): readonly Record<string, string>[] => {
  const stanzas: Record<string, string>[] = [];
  readStanzas(Buffer.from(text as string), WANTED, (stanza) => stanzas.push(Object.fromEntries(stanza)));
  return stanzas;
};

test('fields, continuation lines, stanzas', () => {
  expect(read('Package: a\nDepends: b,\n c (>= 1),\n\td\nOther: x\n more\n\n\nPackage: e\n')).toEqual([
    { Package: 'a', Depends: 'b, c (>= 1), d' },
    { Package: 'e' },
  ]);
});

test('the last line needs no end, lines may end as on Windows, case is no matter', () => {
  expect(read('package: a\r\nPRE-DEPENDS:b\r\n\r\nPackage:c')).toEqual([
    { Package: 'a', 'Pre-Depends': 'b' },
    { Package: 'c' },
  ]);
});

test('a line of blanks goes on with the field and ends nothing', () => {
  expect(read('Package: a\n \nDepends:\n b\n')).toEqual([{ Package: 'a', Depends: 'b' }]);
});

test('the first of two fields counts, and continuation lines of the other are not its', () => {
  expect(read('Package: a\nPackage: b\n c\nDepends: d\n')).toEqual([{ Package: 'a', Depends: 'd' }]);
});

test('lines that are no fields are passed over', () => {
  expect(read('no colon here\n: empty\nPackage: a\n# comment: x\n going on\nDepends: b: c\n')).toEqual([
    { Package: 'a', Depends: 'b: c' },
  ]);
});

test('stanzas without a wanted field are none', () => {
  expect(read('Other: x\n\nPackage: a\n\nOther: y\n')).toEqual([{ Package: 'a' }]);
  expect(read('')).toEqual([]);
});

test('bytes that are no UTF-8 become U+FFFD', () => {
  expect(read(Buffer.from('Package: caf\xe9\nDepends: b\n', 'latin1'))).toEqual([
    { Package: 'caf\ufffd', Depends: 'b' },
  ]);
  expect(read('Package: é\n')).toEqual([{ Package: 'é' }]);
});

test('what is written is read', () => {
  const value = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/);
  const stanza = fc.record({
    Package: value,
    Depends: fc.array(value, { minLength: 1, maxLength: 4 }),
    Noise: fc.option(value),
  });
  fc.assert(
    fc.property(fc.array(stanza, { maxLength: 8 }), fc.constantFrom('\n', '\n\n'), (stanzas, gap) => {
      const text = stanzas
        .map(({ Package, Depends, Noise }) =>
          [`Package: ${Package}`, ...(Noise === null ? [] : [`X-Noise: ${Noise}`, ` ${Noise}`])]
            .concat(`Depends: ${Depends.join('\n ')}`, '')
            .join('\n'),
        )
        .join(gap);
      expect(read(text)).toEqual(
        stanzas.map(({ Package, Depends }) => ({ Package, Depends: Depends.join(' ') })),
      );
    }),
  );
});

test.each<readonly [string | undefined, number]>([
  ['12', 12],
  ['', 0],
  [undefined, 0],
  ['-1', 0],
  ['1e3', 0],
  ['9999999999999999999', 0],
])('%s counts as %i', (text, count) => {
  expect(readCount(text)).toBe(count);
});
