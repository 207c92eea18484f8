import { posix } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDots, normalisePath } from '../../../src/contents/scan/normalise-path.ts';

function normalise(path: string, offset = 0): { path: string; hadDotDot: boolean } {
  const into = Buffer.alloc(offset + path.length + 1, '?');
  const { length, hadDotDot } = normalisePath(Buffer.from(path, 'latin1'), into, offset);
  expect(length).toBeLessThanOrEqual(path.length);
  return { path: into.toString('latin1', offset, offset + length), hadDotDot };
}

test.each([
  ['', ''],
  ['/', ''],
  ['.', ''],
  ['./', ''],
  ['..', ''],
  ['../../..', ''],
  ['a', 'a'],
  ['/a', 'a'],
  ['./a', 'a'],
  ['a/', 'a'],
  ['a//b', 'a/b'],
  ['a/./b/.', 'a/b'],
  ['a/../b', 'b'],
  ['a/b/..', 'a'],
  ['a/b/../../..', ''],
  ['../a', 'a'],
  ['a/.../b', 'a/.../b'],
  ['a/..b/.c/d..', 'a/..b/.c/d..'],
  ['...', '...'],
])('%j is %j', (path, expected) => {
  expect(normalise(path).path).toBe(expected);
  expect(normalise(path, 7).path).toBe(expected);
  expect(normalise(path).hadDotDot).toBe(path.split('/').includes('..'));
});

test('it is what an engine makes of it: clean under the root', () => {
  const names = fc.constantFrom('', '.', '..', '...', 'a', 'b', '.a', 'ä');
  fc.assert(
    fc.property(fc.array(names, { maxLength: 12 }), fc.nat(20), (parts, offset) => {
      const path = Buffer.from(parts.join('/')).toString('latin1');
      const expected = posix.normalize(`/${path}`).replace(/^\/+|\/+$/g, '');
      expect(normalise(path, offset).path).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

test('cleaning twice changes nothing', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a./]{0,30}$/), (path) => {
      const once = normalise(path).path;
      expect(normalise(once)).toEqual({ path: once, hadDotDot: false });
    }),
  );
});

test('tells the names of a directory itself and of its parent', () => {
  const at = (name: string): boolean => isDots(Buffer.from(`x${name}.`), 1, 1 + name.length);
  expect(['.', '..'].every(at)).toBe(true);
  expect(['', '...', 'a', '.a', 'a.', '..a'].some(at)).toBe(false);
});
