// Private keys in DER: PKCS #8 (RFC 5208, RFC 5958), PKCS #1 (RFC 8017), SEC 1 (RFC 5915), OpenSSL's DSA form.
import { defineBytesStructure, type SecretSpan } from './define-structure.ts';
import { DER, type DerElement, readDerChildren, readDerElement } from './reading/der.ts';

/** 1.2.840.113549.1.5 (PKCS #5) and 1.2.840.113549.1.12.1 (PKCS #12): what encrypts a PKCS #8 key. */
const ENCRYPTIONS = [Buffer.from('2a864886f70d0105', 'hex'), Buffer.from('2a864886f70d010c01', 'hex')];

export const DER_KEY = defineBytesStructure(
  {
    id: 'der-key',
    endings: ['.der', '.key', '.p8', '.pk8', '.pkcs8', '.priv', '.der_key'],
    limitBytes: 1 << 18,
    kinds: [
      {
        id: 'der-private-key',
        name: 'private key in DER form',
        source: 'https://www.rfc-editor.org/rfc/rfc5958',
      },
      {
        id: 'der-encrypted-private-key',
        name: 'private key in DER form that needs a passphrase',
        source: 'https://www.rfc-editor.org/rfc/rfc5958#section-3',
        severity: 'warning',
      },
    ],
  },
  function* (content): Generator<SecretSpan> {
    const outer = readDerElement(content, 0);
    if (outer?.tag !== DER.sequence || content.length - outer.end > 8) return;
    const kindId = keyKindOf(content, readDerChildren(content, outer));
    if (kindId !== undefined) yield { kindId, start: 0, end: outer.end };
  },
);

function keyKindOf(bytes: Buffer, parts: readonly DerElement[]): string | undefined {
  const tags = parts.map((part) => part.tag);
  const isTagged = (...expected: readonly number[]): boolean => expected.every((tag, i) => tags[i] === tag);
  if (isTagged(DER.sequence, DER.octets) && parts.length === 2) {
    const [oid] = readDerChildren(bytes, parts[0]!);
    const name = oid?.tag === DER.oid ? bytes.subarray(oid.start, oid.end) : undefined;
    const isEncryption = ENCRYPTIONS.some((id) => name?.subarray(0, id.length).equals(id));
    return isEncryption ? 'der-encrypted-private-key' : undefined;
  }
  if (!isTagged(DER.integer) || parts[0]!.end - parts[0]!.start !== 1) return undefined;
  const isPkcs8 =
    isTagged(DER.integer, DER.sequence, DER.octets) && readDerChildren(bytes, parts[1]!)[0]?.tag === DER.oid;
  const isSec1 =
    isTagged(DER.integer, DER.octets) &&
    bytes[parts[0]!.start] === 1 &&
    parts[1]!.end - parts[1]!.start >= 16;
  const integers = tags.filter((tag) => tag === DER.integer).length;
  const isRsaOrDsa = (integers === 9 || integers === 6) && parts[1]!.end - parts[1]!.start >= 32;
  return isPkcs8 || isSec1 || isRsaOrDsa ? 'der-private-key' : undefined;
}
