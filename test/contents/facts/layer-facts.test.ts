import { expect, test } from 'vitest';
import {
  decodeBytes,
  findSorted,
  hasSameContent,
  linkText,
  pathText,
  xattrsOf,
} from '../../../src/contents/facts/layer-facts.ts';
import { dir, file, layer, scanLayers, symlink } from '../../support/layers.ts';

const decode = (...bytes: number[]): string => decodeBytes(Uint8Array.from(bytes), 0, bytes.length);

test('paths and link targets as text', async () => {
  const [facts] = await scanLayers([
    layer([dir('d'), symlink('d/s', '../é'), file(Buffer.from('caf\xe9', 'latin1')), file('d/ü')]),
  ]);
  expect([0, 1, 2, 3].map((i) => pathText(facts!, i))).toEqual(['d', 'd/s', 'caf\\xe9', 'd/ü']);
  expect([0, 1, 2, 3].map((i) => linkText(facts!, i))).toEqual(['', '../é', '', '']);
});

test('bytes that are no UTF-8 stay apart, everything else stays as it is', () => {
  expect(decode(0x61, 0xff, 0x62)).toBe('a\\xffb');
  expect(decode(0xc3, 0xa9, 0xc3)).toBe('é\\xc3');
  expect(decode(0xf0, 0x9f, 0x98, 0x80, 0xf0, 0x9f)).toBe('😀\\xf0\\x9f');
  // Overlong forms, surrogates and bytes beyond Unicode are no UTF-8.
  expect(decode(0xc0, 0xaf)).toBe('\\xc0\\xaf');
  expect(decode(0xed, 0xa0, 0x80)).toBe('\\xed\\xa0\\x80');
  expect(decode(0xf5, 0x80, 0x80, 0x80)).toBe('\\xf5\\x80\\x80\\x80');
  expect(decode(0xe2, 0x82)).toBe('\\xe2\\x82');
  // A replacement character that is really there.
  expect(decode(0xef, 0xbf, 0xbd)).toBe('\ufffd');
  expect(decode(0xef, 0xbf, 0xbd, 0xff)).toBe('\ufffd\\xff');
});

test('any two names differ as text where they differ as bytes', () => {
  const seen = new Map<string, string>();
  for (let a = 0; a < 256; a++)
    for (let b = 0x70; b < 256; b += 3) {
      const text = decode(a, b);
      expect(seen.get(text)).toBeUndefined();
      seen.set(text, `${a} ${b}`);
    }
});

test('a part of the bytes is decoded on its own', () => {
  const bytes = Buffer.from('aéb');
  expect(decodeBytes(bytes, 0, 2)).toBe('a\\xc3');
  expect(decodeBytes(bytes, 1, 3)).toBe('é');
});

test('same content is the same hash and the same size', async () => {
  const [facts] = await scanLayers([
    layer([file('a', 'x'), file('b', 'x'), file('c', 'y'), file('d', ''), file('e', '')]),
  ]);
  const same = (a: number, b: number): boolean => hasSameContent(facts!, a, facts!, b);
  expect(same(0, 1)).toBe(true);
  expect(same(0, 2)).toBe(false);
  expect(same(3, 4)).toBe(true);
  expect(same(0, 3)).toBe(false);
});

test('extended attributes of an entry, sorted, nothing for others', async () => {
  const [facts] = await scanLayers([
    layer([
      file('a'),
      file('b', '', { xattrs: { 'user.z': '1', 'user.a': 'x\0y' } }),
      file('c'),
      file('d', '', { xattrs: { 'user.e': '' } }),
      file('e', '', { xattrs: { 'user.a': 'x\0y', 'user.z': '1' } }),
    ]),
  ]);
  const text = (entry: number): string => Buffer.from(xattrsOf(facts!, entry)).toString();
  expect(text(0)).toBe('');
  expect(text(1)).toBe('user.a\x003\0x\0yuser.z\x001\x001');
  expect(text(2)).toBe('');
  expect(text(3)).toBe('user.e\x000\0');
  expect(text(4)).toBe(text(1));
});

test('finds in rising columns', () => {
  const column = Uint32Array.from([2, 5, 9, 4_000_000_000]);
  expect([2, 5, 9, 4_000_000_000].map((entry) => findSorted(column, entry))).toEqual([0, 1, 2, 3]);
  expect([0, 3, 10, 4_294_967_295].map((entry) => findSorted(column, entry))).toEqual([-1, -1, -1, -1]);
  expect(findSorted(new Uint32Array(), 0)).toBe(-1);
});
