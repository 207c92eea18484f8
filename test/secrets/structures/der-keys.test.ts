// Keys that Node makes, in every form it knows.
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DER_KEY } from '../../../src/secrets/structures/der-keys.ts';
import { isTold } from './expect-structures.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed25519 = generateKeyPairSync('ed25519');
const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });

const PLAIN: readonly (readonly [string, Buffer])[] = [
  ['RSA in PKCS #8', rsa.privateKey.export({ format: 'der', type: 'pkcs8' })],
  ['RSA in PKCS #1', rsa.privateKey.export({ format: 'der', type: 'pkcs1' })],
  ['EC in PKCS #8', ec.privateKey.export({ format: 'der', type: 'pkcs8' })],
  ['EC in SEC 1', ec.privateKey.export({ format: 'der', type: 'sec1' })],
  ['Ed25519 in PKCS #8', ed25519.privateKey.export({ format: 'der', type: 'pkcs8' })],
  ['DSA in PKCS #8', dsa.privateKey.export({ format: 'der', type: 'pkcs8' })],
];
const encrypted = ec.privateKey.export({
  format: 'der',
  type: 'pkcs8',
  cipher: 'aes-128-cbc',
  passphrase: 'a',
});

describe('keys in DER', () => {
  test.each(PLAIN)('%s is one, whole', (_name, key) => {
    expect(isTold(DER_KEY, 'etc/ssl/private/server.key')).toBe(true);
    expect(DER_KEY.find(key, 'server.key')).toEqual([
      { ruleId: 'der-private-key', offsetBytes: 0, lengthBytes: key.length },
    ]);
  });

  test('one that needs a passphrase is told apart', () => {
    expect(DER_KEY.find(encrypted, 'server.p8').map(({ ruleId }) => ruleId)).toEqual([
      'der-encrypted-private-key',
    ]);
  });

  test.each<readonly [string, Buffer]>([
    ['an RSA public key', rsa.publicKey.export({ format: 'der', type: 'pkcs1' })],
    ['a public key', ec.publicKey.export({ format: 'der', type: 'spki' })],
    ['a PEM text', Buffer.from(ec.privateKey.export({ format: 'pem', type: 'pkcs8' }))],
    ['a key that is cut off', PLAIN[0]![1].subarray(0, 100)],
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(500)],
  ])('%s is none', (_name, content) => {
    expect(DER_KEY.find(content, 'server.der')).toEqual([]);
  });
});
