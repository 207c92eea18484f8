// Private keys of GnuPG: the old keyring of packets (RFC 4880), the new folder of expressions.

import { defineBytesStructure, defineTextStructure, type SecretSpan } from './define-structure.ts';
import type { SecretStructure } from './secret-structure.ts';

const GNUPG_FORMAT =
  'https://git.gnupg.org/cgi-bin/gitweb.cgi?p=gnupg.git;a=blob_plain;f=agent/keyformat.txt';
const KINDS = [
  { id: 'pgp-private-key', name: 'private key of GnuPG', source: GNUPG_FORMAT },
  {
    id: 'pgp-encrypted-private-key',
    name: 'private key of GnuPG that needs a passphrase',
    source: GNUPG_FORMAT,
    severity: 'warning',
  },
] as const;

const GNUPG_KEY = defineTextStructure(
  {
    id: 'gnupg-key',
    endings: ['.key'],
    path: /(?:^|\/)private-keys-v1\.d\/[^/]+\.key$/,
    limitBytes: 1 << 18,
    kinds: KINDS,
  },
  function* (text): Generator<SecretSpan> {
    const found = /\((?:\d{1,3}:)?(protected-private-key|private-key)(?=[\d(\s])/.exec(text);
    if (found === null) return;
    const kindId = found[1] === 'private-key' ? 'pgp-private-key' : 'pgp-encrypted-private-key';
    yield { kindId, start: found.index, end: text.trimEnd().length };
  },
);

const [SECRET_KEY, SECRET_SUBKEY] = [5, 7];

const KEYRING_SOURCE = 'https://www.rfc-editor.org/rfc/rfc4880#section-5.5.3';

const SECRET_KEYRING = defineBytesStructure(
  {
    id: 'secret-keyring',
    names: ['secring.gpg', 'secring.pgp', 'secring.skr'],
    endings: ['.gpg', '.pgp'],
    limitBytes: 16 << 20,
    kinds: [
      { id: 'pgp-secret-keyring', name: 'private key in an OpenPGP keyring', source: KEYRING_SOURCE },
      {
        id: 'pgp-encrypted-secret-keyring',
        name: 'private key in an OpenPGP keyring that needs a passphrase',
        source: KEYRING_SOURCE,
        severity: 'warning',
      },
    ],
  },
  function* (content): Generator<SecretSpan> {
    for (let at = 0; at < content.length; ) {
      const packet = readPacket(content, at);
      if (packet === undefined || packet.end > content.length) return;
      if (packet.tag === SECRET_KEY || packet.tag === SECRET_SUBKEY) {
        const usage = readUsage(content.subarray(packet.start, packet.end));
        const kindId = usage === 0 ? 'pgp-secret-keyring' : 'pgp-encrypted-secret-keyring';
        if (usage !== undefined) yield { kindId, start: at, end: packet.end };
      }
      at = packet.end;
    }
  },
);

/** How many numbers the public part has, by algorithm (section 9.1); elliptic curves have the curve's name before theirs. */
const NUMBERS: Readonly<Record<number, number>> = { 1: 2, 2: 2, 3: 2, 16: 3, 17: 4, 18: 1, 19: 1, 22: 1 };
const CURVES = new Set([18, 19, 22]);
const ECDH = 18;

/** The octet that says how the private part is encrypted, 0 for not at all; undefined where the packet is none of version 4. */
function readUsage(body: Buffer): number | undefined {
  const numbers = NUMBERS[body[5] ?? -1];
  if (body[0] !== 4 || numbers === undefined) return undefined;
  let at = 6;
  if (CURVES.has(body[5]!)) at += 1 + (body[at] ?? 0);
  for (let i = 0; i < numbers; i++) {
    if (at + 2 > body.length) return undefined;
    at += 2 + ((body.readUInt16BE(at) + 7) >> 3);
  }
  if (body[5] === ECDH) at += 1 + (body[at] ?? 0);
  return body[at];
}

/** A packet's tag and its end (RFC 4880, section 4.2); undefined where there is none, or where it has no length of its own. */
function readPacket(bytes: Buffer, at: number): { tag: number; start: number; end: number } | undefined {
  const first = bytes[at]!;
  if ((first & 0x80) === 0 || at + 6 > bytes.length) return undefined;
  if ((first & 0x40) === 0) {
    const size = 1 << (first & 3);
    if (size === 8) return undefined;
    return {
      tag: (first >> 2) & 15,
      start: at + 1 + size,
      end: at + 1 + size + bytes.readUIntBE(at + 1, size),
    };
  }
  const tag = first & 63;
  const length = bytes[at + 1]!;
  if (length < 192) return { tag, start: at + 2, end: at + 2 + length };
  if (length < 224) return { tag, start: at + 3, end: at + 3 + ((length - 192) << 8) + bytes[at + 2]! + 192 };
  return length === 255 ? { tag, start: at + 6, end: at + 6 + bytes.readUInt32BE(at + 2) } : undefined;
}

export const PGP_KEYS: readonly SecretStructure[] = [GNUPG_KEY, SECRET_KEYRING];
