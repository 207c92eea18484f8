// Stores made here byte by byte; what real programs write is tested in test/engines.
import { describe, expect, test } from 'vitest';
import { KEY_STORES } from '../../../src/secrets/structures/key-stores.ts';
import { isTold } from './expect-structures.ts';

const [pkcs12, keystore, keytab] = KEY_STORES;

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const name = (text: string): Buffer => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text)]);
const block = (sizeBytes: number): Buffer => Buffer.concat([u32(sizeBytes), Buffer.alloc(sizeBytes, 7)]);
const certificate = Buffer.concat([name('X.509'), block(50)]);
const trusted = Buffer.concat([u32(2), name('ca'), Buffer.alloc(8), certificate]);
const privateKey = Buffer.concat([
  u32(1),
  name('key'),
  Buffer.alloc(8),
  block(40),
  u32(2),
  certificate,
  certificate,
]);
const jks = (...entries: Buffer[]): Buffer =>
  Buffer.concat([u32(0xfeedfeed), u32(2), u32(entries.length), ...entries]);

/** Some element with an object identifier in it. */
const pfx = (oid: string): Buffer =>
  Buffer.concat([
    Buffer.from([0x30, 0x82, 1, 0]),
    Buffer.alloc(50, 1),
    Buffer.from(oid, 'hex'),
    Buffer.alloc(50, 1),
  ]);

describe('Java keystores', () => {
  test('have private keys among trusted certificates', () => {
    const content = jks(trusted, privateKey, trusted, privateKey);
    const first = 12 + trusted.length + 4 + 5 + 8 + 4;
    expect(keystore!.find(content, 'a.jks')).toEqual([
      { ruleId: 'java-keystore-private-key', offsetBytes: first, lengthBytes: 40 },
      {
        ruleId: 'java-keystore-private-key',
        offsetBytes: first + privateKey.length + trusted.length,
        lengthBytes: 40,
      },
    ]);
  });

  test.each<readonly [string, Buffer]>([
    ['trusted certificates alone', jks(trusted, trusted)],
    ['no entry', jks()],
    ['a count that lies', Buffer.concat([u32(0xfeedfeed), u32(2), u32(0xffffffff)])],
    ['an entry that is cut off', jks(privateKey).subarray(0, 30)],
    [
      'lengths that lie',
      Buffer.concat([u32(0xfeedfeed), u32(2), u32(9), u32(1), name('a'), Buffer.alloc(8), u32(0xffffffff)]),
    ],
    ['another format', Buffer.from('/* not a store */')],
  ])('%s: nothing', (_name, content) => {
    expect(keystore!.find(content, 'etc/ssl/certs/java/cacerts')).toEqual([]);
  });
});

describe('PKCS #12', () => {
  test.each(['060b2a864886f70d010c0a0101', '060b2a864886f70d010c0a0102'])('a bag of %s is a key', (oid) => {
    expect(isTold(pkcs12!, 'srv/Server.PFX')).toBe(true);
    const content = pfx(oid);
    expect(pkcs12!.find(content, 'server.pfx')).toEqual([
      { ruleId: 'pkcs12-private-key', offsetBytes: 0, lengthBytes: content.length },
    ]);
  });

  test('certificates alone are none, nor is a text', () => {
    expect(pkcs12!.find(pfx('060b2a864886f70d010c0a0103'), 'a.p12')).toEqual([]);
    expect(
      pkcs12!.find(Buffer.concat([Buffer.from('a'), pfx('060b2a864886f70d010c0a0101')]), 'a.p12'),
    ).toEqual([]);
  });
});

describe('keytabs', () => {
  test('are secrets unless empty', () => {
    const head = Buffer.from([5, 2]);
    expect(keytab!.find(Buffer.concat([head, Buffer.alloc(40, 1)]), 'etc/krb5.keytab')).toEqual([
      { ruleId: 'kerberos-keytab', offsetBytes: 2, lengthBytes: 40 },
    ]);
    expect(keytab!.find(head, 'etc/krb5.keytab')).toEqual([]);
    expect(keytab!.find(Buffer.from('a text that is longer'), 'etc/krb5.keytab')).toEqual([]);
  });
});
