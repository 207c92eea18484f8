import { expect, test } from 'vitest';
import { PathsWriter } from '../../../src/contents/packages/paths-writer.ts';
import { splitPaths } from './read-packages.ts';

const BYTES = Buffer.from('/usr/lib//a/b/');

test('slashes at the ends go, the root and empty names are nothing', () => {
  const writer = new PathsWriter(0);
  writer.addPath(BYTES, 0, 9);
  writer.addPath(BYTES, 0, 1);
  writer.addName(BYTES, 0, 9, 9, 11);
  writer.addName(BYTES, 0, 1, 10, 14);
  writer.addName(BYTES, 0, 9, 8, 9);
  writer.addName(BYTES, 0, 0, 10, 11);
  expect(splitPaths(writer.take())).toEqual(['usr/lib', 'usr/lib/a', 'a/b', 'a']);
  expect(splitPaths(writer.take())).toEqual([]);
});

test('grows as far as a real database could', () => {
  const writer = new PathsWriter(10_000);
  const name = Buffer.alloc(1000, 'x');
  for (let i = 0; i < 159; i++) writer.addPath(name, 0, name.length);
  expect(writer.isFull).toBe(false);
  expect(splitPaths(writer.take())).toEqual(Array.from({ length: 159 }, () => name.toString()));
  writer.addPath(name, 0, name.length);
  expect(writer.isFull).toBe(true);
  expect(writer.take()).toHaveLength(0);
});
