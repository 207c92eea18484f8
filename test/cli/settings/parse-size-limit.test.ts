import { expect, test } from 'vitest';
import { parseSizeLimit, toLimitBytes } from '../../../src/cli/settings/parse-size-limit.ts';

test.each([
  ['0', 0],
  ['0B', 0],
  ['10B', 10],
  ['1kB', 1000],
  ['1KB', 1000],
  ['1.5 MB', 1_500_000],
  ['2GB', 2e9],
  ['1KiB', 1024],
  ['512MiB', 512 * 1024 * 1024],
  ['1GiB', 1024 ** 3],
  [' 5mb ', 5_000_000],
])('%s is %d bytes', (text, bytes) => expect(parseSizeLimit(text, false)).toMatchObject({ bytes }));

test.each([
  '',
  '10',
  'MB',
  '-1MB',
  '1,5MB',
  '1e3B',
  '10 M B',
  '10Mb/s',
  'Infinity',
  '5%',
  `${'9'.repeat(400)}B`,
])("'%s' is no size", (text) => expect(() => parseSizeLimit(text, false)).toThrow('It must be a number'));

test('a share is of the entry bytes, where one is allowed', () => {
  expect(toLimitBytes(parseSizeLimit('5%', true), 1000)).toBe(50);
  expect(toLimitBytes(parseSizeLimit('0.5 %', true), 1001)).toBe(5);
  expect(toLimitBytes(parseSizeLimit('5kB', true), 1000)).toBe(5000);
  expect(() => parseSizeLimit('101%', true)).toThrow('0 to 100 %');
});
