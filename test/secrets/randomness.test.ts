import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { looksRandom } from '../../src/secrets/randomness.ts';

const SAMPLES = 5000;

/** Which part of `SAMPLES` values of `make` looks random. */
const share = (make: () => string): number =>
  Array.from({ length: SAMPLES }, make).filter(looksRandom).length / SAMPLES;

describe('random text', () => {
  test.each([
    ['hexadecimal', () => randomBytes(16).toString('hex')],
    ['base64url', () => randomBytes(24).toString('base64url')],
    ['base64', () => randomBytes(32).toString('base64').replace(/=+$/, '')],
    ['small letters and digits', () => BigInt(`0x${randomBytes(20).toString('hex')}`).toString(36)],
  ])('%s is told nearly always', (_, make) => {
    expect(share(make)).toBeGreaterThan(0.92);
  });
});

describe('text that somebody wrote', () => {
  test.each([
    '62d91b17309e76c8',
    '8b6f8d6594749cb659b1be03e6a0a2e',
    'acdeFf05b1a6d4c890237bf08c5e6e8d2b4d0f2e',
    'getAccessTokenForUser2',
    'GNUTLS_PKCS11_OBJ_TOKEN_MODEL',
    'ed25519.Ed25519PrivateKey',
    'jjwt-jackson-0.11.2',
    'prod-database-credentials-20240101',
    'dafa7817-e246-48f3-91a7-e87653d587b8',
    '/var/run/secrets/kubernetes.io/serviceaccount',
    'abcdefghijklmnopqrstuvwxyz0123456789',
    'XXH3_hashLong_128b_withSeed',
    '2kjshdfp92i34asdasd',
    '12345678901234567890',
    'aaaaaaaaaaaaaaaaaaaaaa',
    '',
  ])('%s', (text) => {
    expect(looksRandom(text)).toBe(false);
  });
});
