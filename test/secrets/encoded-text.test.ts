import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isEncodedProse, readEncodedText } from '../../src/secrets/encoded-text.ts';

const encode = (text: string): string => Buffer.from(text).toString('base64');

test('text is read out of base64', () => {
  expect(readEncodedText(encode('CHANGEME!'))).toBe('CHANGEME!');
});

test('random bytes hold no text', () => {
  expect(readEncodedText(randomBytes(24).toString('base64'))).toBeUndefined();
  expect(readEncodedText('not base64 at all')).toBeUndefined();
});

describe('words in base64', () => {
  test.each(['secret is secure', 'SUPER_SECRET_WORD', 'anotherSecret', 'not my real password'])(
    '%s',
    (text) => {
      expect(isEncodedProse(encode(text))).toBe(true);
    },
  );

  test.each(['hq83!Kva', 'admin:hq83!Kva'])('%s is none', (text) => {
    expect(isEncodedProse(encode(text))).toBe(false);
  });
});
