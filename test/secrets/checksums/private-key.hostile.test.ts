import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBase64JsonWebToken, isJsonWebToken } from '../../../src/secrets/checksums/json-web-token.ts';
import { readOpenPgpKey } from '../../../src/secrets/checksums/openpgp-key.ts';
import { readOpenSshKey } from '../../../src/secrets/checksums/openssh-key.ts';
import { readBase64PrivateKey, readPrivateKey } from '../../../src/secrets/checksums/private-key.ts';
import { makeArmour, makeOpenPgpKey, makeOpenSshKey } from '../rules/make-keys.ts';

const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()
  .trim();

describe('whatever stands in the bytes', () => {
  test('no reader throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 200 }), (bytes, text) => {
        const buffer = Buffer.from(bytes);
        readOpenPgpKey(buffer);
        readOpenSshKey(Buffer.concat([Buffer.from('openssh-key-v1\0'), buffer]));
        for (const label of [
          'PGP PRIVATE KEY BLOCK',
          'RSA PRIVATE KEY',
          'OPENSSH PRIVATE KEY',
          'ENCRYPTED PRIVATE KEY',
        ])
          if (bytes.length > 0) readPrivateKey(makeArmour(label, buffer));
        readPrivateKey(`-----BEGIN RSA PRIVATE KEY-----${text}-----END RSA PRIVATE KEY-----`);
        readBase64PrivateKey(text);
        isJsonWebToken(text);
        isBase64JsonWebToken(text);
      }),
    );
  });

  test('a key cut anywhere is none', () => {
    for (const make of [makeOpenPgpKey(0), makeOpenSshKey('none')])
      for (let length = 1; length < make.length; length += 7) {
        const label = make[0] === 0x95 ? 'PGP PRIVATE KEY BLOCK' : 'OPENSSH PRIVATE KEY';
        expect(readPrivateKey(makeArmour(label, make.subarray(0, length)))).toBeUndefined();
      }
  });

  test('a byte more or less in a PEM is none', () => {
    const lines = pem.split('\n');
    expect(readPrivateKey(pem)).toBe('plain');
    expect(readPrivateKey([...lines.slice(0, 2), 'AAAA', ...lines.slice(2)].join('\n'))).toBeUndefined();
    expect(readPrivateKey([...lines.slice(0, 2), ...lines.slice(3)].join('\n'))).toBeUndefined();
  });

  test('much of headers and escapes takes no time to speak of', () => {
    const begin = performance.now();
    for (const piece of ['\\n', '" + "', 'A: b\n', '// ', '-', '"\n', ' '])
      readPrivateKey(
        `-----BEGIN RSA PRIVATE KEY-----${piece.repeat(32_000 / piece.length)}-----END RSA PRIVATE KEY-----`,
      );
    expect(performance.now() - begin).toBeLessThan(50_000);
  });
});
