// Stores that hold private keys under a password, which is often empty or well known: PKCS #12, Java's keystores, Kerberos keytabs.

import { defineBytesStructure, type SecretSpan } from './define-structure.ts';
import type { SecretStructure } from './secret-structure.ts';

/** 1.2.840.113549.1.12.10.1.1 and .2: a bag with a private key, plain or encrypted (RFC 7292, section 4.2). */
const KEY_BAGS = [
  Buffer.from('060b2a864886f70d010c0a0101', 'hex'),
  Buffer.from('060b2a864886f70d010c0a0102', 'hex'),
];

const PKCS12 = defineBytesStructure(
  {
    id: 'pkcs12',
    endings: ['.p12', '.pfx', '.pkcs12', '.keystore', '.jks'],
    limitBytes: 8 << 20,
    kinds: [
      {
        id: 'pkcs12-private-key',
        name: 'PKCS #12 file with a private key',
        source: 'https://www.rfc-editor.org/rfc/rfc7292#section-4.2',
        severity: 'warning',
      },
    ],
  },
  function* (content): Generator<SecretSpan> {
    if (content[0] !== 0x30) return;
    if (KEY_BAGS.some((bag) => content.includes(bag))) yield { start: 0, end: content.length };
  },
);

const [JKS, JCEKS] = [0xfeedfeed, 0xcececece];
const [PRIVATE_KEY_ENTRY, TRUSTED_ENTRY, SECRET_KEY_ENTRY] = [1, 2, 3];

const JAVA_KEYSTORE = defineBytesStructure(
  {
    id: 'java-keystore',
    names: ['.keystore', 'keystore', 'cacerts', 'jssecacerts', 'truststore'],
    endings: ['.jks', '.keystore', '.jceks', '.truststore', '.ks'],
    limitBytes: 8 << 20,
    kinds: [
      {
        id: 'java-keystore-private-key',
        name: 'private key in a Java keystore',
        source: 'https://docs.oracle.com/en/java/javase/21/docs/specs/man/keytool.html',
        severity: 'warning',
      },
    ],
  },
  function* (content): Generator<SecretSpan> {
    if (content.length < 12 || (content.readUInt32BE(0) !== JKS && content.readUInt32BE(0) !== JCEKS)) return;
    const isSecondVersion = content.readUInt32BE(4) === 2;
    const entries = content.readUInt32BE(8);
    let at = 12;
    const skipName = (): void => {
      at += 2 + (at + 2 <= content.length ? content.readUInt16BE(at) : 0);
    };
    const skipBlock = (): number => {
      const length = at + 4 <= content.length ? content.readUInt32BE(at) : 0;
      at += 4 + length;
      return length;
    };
    for (let entry = 0; entry < entries && at + 4 <= content.length; entry++) {
      const tag = content.readUInt32BE(at);
      at += 4;
      skipName();
      at += 8;
      if (tag === SECRET_KEY_ENTRY) {
        // A serialised object without a length: what follows cannot be told.
        if (at < content.length) yield { start: at, end: content.length };
        return;
      }
      if (tag === PRIVATE_KEY_ENTRY) {
        const length = skipBlock();
        if (length > 0 && at <= content.length) yield { start: at - length, end: at };
        const certificates = at + 4 <= content.length ? content.readUInt32BE(at) : 0;
        at += 4;
        for (let i = 0; i < certificates && at < content.length; i++) {
          if (isSecondVersion) skipName();
          skipBlock();
        }
      } else if (tag === TRUSTED_ENTRY) {
        if (isSecondVersion) skipName();
        skipBlock();
      } else return;
    }
  },
);

const KEYTAB = defineBytesStructure(
  {
    id: 'keytab',
    endings: ['.keytab'],
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'kerberos-keytab',
        name: 'Kerberos keytab',
        source: 'https://web.mit.edu/kerberos/krb5-latest/doc/formats/keytab_file_format.html',
      },
    ],
  },
  function* (content): Generator<SecretSpan> {
    if (content[0] === 5 && (content[1] === 1 || content[1] === 2) && content.length > 16)
      yield { start: 2, end: content.length };
  },
);

export const KEY_STORES: readonly SecretStructure[] = [PKCS12, JAVA_KEYSTORE, KEYTAB];
