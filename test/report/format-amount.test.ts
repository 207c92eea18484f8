import { describe, expect, test } from 'vitest';
import { countOf, formatBytes, formatCount, formatShare } from '../../src/report/format-amount.ts';

test.each([
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [1234, '1.23 kB'],
  [9_994, '9.99 kB'],
  [9_996, '10.0 kB'],
  [99_960, '100 kB'],
  [999_499, '999 kB'],
  [999_500, '1.00 MB'],
  [412_000_000, '412 MB'],
  [999_999_999, '1.00 GB'],
  [2_713_358_297, '2.71 GB'],
  [5e12, '5.00 TB'],
  [9e15, '9.00 PB'],
  [Number.MAX_SAFE_INTEGER, '9.01 PB'],
])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

describe('shares', () => {
  test.each([
    [0, 100, '0 %'],
    [1, 0, '0 %'],
    [35, 100, '35 %'],
    [1, 1000, '<1 %'],
    [999, 1000, '>99 %'],
    [1000, 1000, '100 %'],
  ])('%d of %d is %s', (part, whole, text) => expect(formatShare(part, whole)).toBe(text));
});

test('counts have thousands separators and the right noun', () => {
  expect([0, 999, 1000, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
  expect(countOf(1, 'file')).toBe('1 file');
  expect(countOf(0, 'file')).toBe('0 files');
  expect(countOf(2, 'entry', 'entries')).toBe('2 entries');
});
