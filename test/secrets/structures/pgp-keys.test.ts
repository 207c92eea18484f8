// Keys made here byte by byte; what GnuPG writes is tested in test/engines.
import { describe, expect, test } from 'vitest';
import { PGP_KEYS } from '../../../src/secrets/structures/pgp-keys.ts';
import { isTold } from './expect-structures.ts';

const [gnupgKey, keyring] = PGP_KEYS;

/** A packet of a secret RSA key, in the new or the old format; `usage` is 0 where it is not encrypted. */
function makeKeyPacket(tag: number, usage: number, isOld = false): Buffer {
  const number = Buffer.from([0, 16, 0xff, 0xff]);
  const body = Buffer.concat([Buffer.from([4, 0, 0, 0, 0, 1]), number, number, Buffer.from([usage]), number]);
  return Buffer.concat([
    isOld ? Buffer.from([0x80 | (tag << 2), body.length]) : Buffer.from([0xc0 | tag, body.length]),
    body,
  ]);
}
const userId = Buffer.from([0xc0 | 13, 1, 97, 0, 0]).subarray(0, 3);

describe('keyrings', () => {
  test.each([false, true])('have their private keys told apart (old format: %s)', (isOld) => {
    const [plain, encrypted] = [makeKeyPacket(5, 0, isOld), makeKeyPacket(7, 254, isOld)];
    expect(keyring!.find(Buffer.concat([plain, userId, encrypted]), 'root/.gnupg/secring.gpg')).toEqual([
      { ruleId: 'pgp-secret-keyring', offsetBytes: 0, lengthBytes: plain.length },
      {
        ruleId: 'pgp-encrypted-secret-keyring',
        offsetBytes: plain.length + 3,
        lengthBytes: encrypted.length,
      },
    ]);
  });

  test.each<readonly [string, Buffer]>([
    ['public keys', makeKeyPacket(6, 0)],
    ['a keyring of Debian that is a text', Buffer.from('-----BEGIN PGP PUBLIC KEY BLOCK-----')],
    ['a packet that is cut off', makeKeyPacket(5, 0).subarray(0, 12)],
    ['a length that lies', Buffer.from([0xc5, 0xff, 0xff, 0xff, 0xff, 0xff, 4, 0])],
    ['nothing', Buffer.alloc(0)],
  ])('%s: nothing', (_name, content) => {
    expect(keyring!.find(content, 'usr/share/keyrings/debian.gpg')).toEqual([]);
  });
});

describe('the folder of GnuPG 2', () => {
  const path = 'root/.gnupg/private-keys-v1.d/AB12.key';

  test.each([
    ['(11:private-key(3:rsa(1:n3:abc)))', 'pgp-private-key'],
    ['Created: 20260101T000000\nKey: (private-key (rsa (n #00#)))\n', 'pgp-private-key'],
    ['(21:protected-private-key(3:rsa))', 'pgp-encrypted-private-key'],
    ['Key: (protected-private-key (ecc))', 'pgp-encrypted-private-key'],
  ])('%s', (text, kind) => {
    expect(isTold(gnupgKey!, path)).toBe(true);
    const start = text.indexOf('(');
    expect(gnupgKey!.find(Buffer.from(text), path)).toEqual([
      { ruleId: kind, offsetBytes: start, lengthBytes: text.trimEnd().length - start },
    ]);
  });

  test('a key on a card is elsewhere', () => {
    expect(gnupgKey!.find(Buffer.from('(20:shadowed-private-key(3:rsa))'), path)).toEqual([]);
    expect(isTold(gnupgKey!, 'etc/ssl/private/AB12.key')).toBe(false);
  });
});
