import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { chooseEffort } from '../../../src/oci/compression/choose-effort.ts';

const MEBIBYTE = 1024 * 1024;

test('what looks random is not worked on', () => {
  expect(chooseEffort(randomBytes(MEBIBYTE))).toEqual({ level: 1, memLevel: 8 });
});

test('text is worth the most', () => {
  const text = Buffer.from('the quick brown fox jumps over the lazy dog\n'.repeat(MEBIBYTE / 44));
  expect(chooseEffort(text).level).toBe(5);
});

test('what is half random is worth less than text', () => {
  const half = randomBytes(MEBIBYTE);
  // Of 16 bytes 6 are zeros.
  for (let i = 0; i < half.length; i++) if (i % 16 < 6) half[i] = 0;
  expect(chooseEffort(half).level).toBe(4);
});

test('one sample of four that is random does not make a block random', () => {
  const mixed = Buffer.alloc(MEBIBYTE, 'abcd');
  randomBytes(MEBIBYTE / 4).copy(mixed);
  expect(chooseEffort(mixed).level).toBeGreaterThan(1);
});

test('a block too short for samples is worth the most', () => {
  expect(chooseEffort(randomBytes(10_000)).level).toBe(5);
  expect(chooseEffort(Buffer.alloc(0)).level).toBe(5);
});
