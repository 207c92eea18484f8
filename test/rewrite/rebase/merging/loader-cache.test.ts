// glibc's cache of libraries: its form, and the order in which the loader expects names.
import { describe, expect, test } from 'vitest';
import {
  compareLibraryNames,
  writeLoaderCache,
} from '../../../../src/rewrite/rebase/merging/loader-cache.ts';

describe('compareLibraryNames', () => {
  test.each([
    ['liba.so.2', 'liba.so.10', -1],
    ['liba.so.1', 'liba.so.1', 0],
    ['liba.so', 'liba.so.1', -1],
    ['liba1.so', 'liba.so', 1],
    ['libb.so', 'liba.so', 1],
  ])('%s and %s', (a, b, order) => {
    expect(Math.sign(compareLibraryNames(a, b))).toBe(order);
    expect(Math.sign(compareLibraryNames(b, a))).toBe(order === 0 ? 0 : -order);
  });
});

test('a cache has its magic, its count, and names in falling order', () => {
  const library = (name: string) => ({ name, path: `/lib/${name}`, machine: 'x86_64' });
  const cache = writeLoaderCache([
    library('liba.so.2'),
    library('libb.so.1'),
    library('liba.so.10'),
    library('libb.so.1'),
  ]);
  expect(cache.toString('latin1', 0, 20)).toBe('glibc-ld.so.cache1.1');
  expect(cache.readUInt32LE(20)).toBe(3);
  const names = [0, 1, 2].map((i) => {
    const at = cache.readUInt32LE(48 + 24 * i + 4);
    return cache.toString('latin1', at, cache.indexOf(0, at));
  });
  expect(names).toEqual(['libb.so.1', 'liba.so.10', 'liba.so.2']);
  expect(cache.readInt32LE(48)).toBe(0x0303);
});
