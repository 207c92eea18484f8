import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  createFingerprintKey,
  fingerprintSecret,
  parseFingerprintKey,
} from '../../../src/secrets/fingerprint/fingerprint-key.ts';

describe('fingerprint keys', () => {
  test('a key is read as it was written', () => {
    const { key, text } = createFingerprintKey();
    expect(parseFingerprintKey(text, 'file')).toEqual(key);
    expect(key.id).toMatch(/^[0-9a-f]{16}$/);
    expect(text).not.toContain(key.id);
  });

  test('two keys differ', () => {
    expect(createFingerprintKey().key.id).not.toBe(createFingerprintKey().key.id);
  });

  test.each(['', 'plimsoll-key-', 'plimsoll-key-12', 'x'.repeat(77)])(
    'refuses %j and does not repeat it',
    (text) => {
      expect(() => parseFingerprintKey(text, 'plimsoll.key')).toThrow('it holds no key for fingerprints');
    },
  );

  test('a fingerprint is the first half of an HMAC-SHA-256', () => {
    const { key } = createFingerprintKey();
    const whole = createHmac('sha256', key.bytes).update('hunter2').digest('hex');
    expect(fingerprintSecret(key, Buffer.from('hunter2'))).toBe(whole.slice(0, 32));
    expect(fingerprintSecret(key, Buffer.from('hunter3'))).not.toBe(whole.slice(0, 32));
  });
});
