import { expect, test } from 'vitest';
import { maskUrls } from '../../src/secrets/mask-urls.ts';

const LONG = 'x1'.repeat(15);

test.each([
  ['https://user:pass@host/path', 'https://user:***@host/path'],
  ['deb http://a:b@h/ x y', 'deb http://a:***@h/ x y'],
  ['postgres://u:p@ss@db/x', 'postgres://u:***@db/x'],
  [`https://${LONG}@github.com/a`, 'https://***@github.com/a'],
  ['"a://u:1@h","b://u:2@h"', '"a://u:***@h","b://u:***@h"'],
])('%s', (text, masked) => {
  expect(maskUrls(text)).toBe(masked);
});

test.each([
  'git+ssh://git@github.com/x.git',
  'https://host:8080/a@b',
  'https://host/?a=b:c@d',
  'https://user:@host/',
  'a@b:c://',
  '://',
  'no url',
])('%s stays', (text) => {
  expect(maskUrls(text)).toBe(text);
});

test('a text of nothing but beginnings costs time in proportion', () => {
  const text = '://'.repeat(300_000);
  expect(maskUrls(text)).toBe(text);
  expect(maskUrls(`${'://a:'.repeat(100_000)}`)).toHaveLength(500_000);
});
