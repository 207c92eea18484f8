// What a file is by its first bytes, as far as searching it goes: names lie, and most files need one look at a few bytes.

/** A file that is searched otherwise than as it is. */
export type FileForm =
  | 'plain'
  | 'gzip'
  | 'zlib'
  | 'zip'
  | 'tar'
  | 'git-pack'
  | 'utf-16le'
  | 'utf-16be'
  | 'unreadable';

/** With so many first bytes a form is told for sure. */
export const FORM_BYTES = 512;

const MAGIC_OFFSET = 257;
const USTAR = [0x75, 0x73, 0x74, 0x61, 0x72] as const;
/** Compressed forms that are not opened, by their first bytes (file(1), "compress" and "archive"). */
const UNREADABLE: readonly (readonly [reason: string, ...magic: number[]])[] = [
  ['compressed with xz', 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  ['compressed with zstd', 0x28, 0xb5, 0x2f, 0xfd],
  ['compressed with bzip2', 0x42, 0x5a, 0x68],
  ['compressed with lz4', 0x04, 0x22, 0x4d, 0x18],
  ['compressed with lzip', 0x4c, 0x5a, 0x49, 0x50, 0x01],
  ['compressed with compress', 0x1f, 0x9d],
  ['a 7-Zip archive', 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
  ['a RAR archive', 0x52, 0x61, 0x72, 0x21, 0x1a, 0x07],
  ['a cabinet file', 0x4d, 0x53, 0x43, 0x46, 0x00, 0x00, 0x00, 0x00],
  ['an RPM package', 0xed, 0xab, 0xee, 0xdb],
  // `!<arch>\ndebian-binary`: other ar archives are not compressed.
  ['a Debian package', ...Buffer.from('!<arch>\ndebian-binary')],
  ['a SquashFS image', 0x68, 0x73, 0x71, 0x73],
];
const UNREADABLE_BY_FIRST: readonly (typeof UNREADABLE)[] = Array.from({ length: 256 }, (_, byte) =>
  UNREADABLE.filter(([, first]) => first === byte),
);
/** First bytes that begin a magic. Bytes that begin none, with no zero after them, are plain at once. */
const MAY_BE_PACKED = Uint8Array.from({ length: 256 }, (_, byte) =>
  UNREADABLE_BY_FIRST[byte]!.length > 0 || [0x1f, 0x50, 0x78, 0xfe, 0xff].includes(byte) ? 1 : 0,
);

/** The form of a file that begins with `head`: `FORM_BYTES` of it, or all where it is shorter. */
export function detectForm(head: Uint8Array): FileForm {
  if (head.length < 4) return 'plain';
  if (MAY_BE_PACKED[head[0]!] === 1) {
    const form = detectPacked(head);
    if (form !== 'plain') return form;
  }
  if (head[MAGIC_OFFSET] === USTAR[0] && startsWith(head, USTAR, MAGIC_OFFSET)) return 'tar';
  if (head[1] === 0 && head[0] !== 0) return isUtf16(head, 0) ? 'utf-16le' : 'plain';
  if (head[0] === 0 && head[1] !== 0) return isUtf16(head, 1) ? 'utf-16be' : 'plain';
  return 'plain';
}

/** Why an `unreadable` file is not read; undefined where it is something else. */
export function explainUnreadable(head: Uint8Array): string | undefined {
  return UNREADABLE_BY_FIRST[head[0]!]!.find(([, ...magic]) => startsWith(head, magic, 0))?.[0];
}

function detectPacked(head: Uint8Array): FileForm {
  const second = head[1]!;
  switch (head[0]) {
    case 0x1f:
      if (second === 0x8b && head[2] === 8) return 'gzip';
      break;
    case 0x50:
      if (isZip(head)) return 'zip';
      return startsWith(head, [0x50, 0x41, 0x43, 0x4b, 0, 0, 0], 0) ? 'git-pack' : 'plain';
    case 0x78:
      // The zlib header is a multiple of 31 (RFC 1950); no preset dictionary.
      return (0x7800 + second) % 31 === 0 && (second & 0x20) === 0 ? 'zlib' : 'plain';
    case 0xff:
      if (second === 0xfe) return 'utf-16le';
      break;
    case 0xfe:
      if (second === 0xff) return 'utf-16be';
      break;
  }
  return explainUnreadable(head) === undefined ? 'plain' : 'unreadable';
}

/** A local header, after the mark of an archive that was or could have been split, or none at all (APPNOTE 4.3.1, 8.5.4). */
function isZip(head: Uint8Array): boolean {
  if (head[1] !== 0x4b) return false;
  if (head[2] === 3 && head[3] === 4) return true;
  const isMarked = (head[2] === 7 && head[3] === 8) || (head[2] === 0x30 && head[3] === 0x30);
  return isMarked && startsWith(head, [0x50, 0x4b, 3, 4], 4);
}

/** Whether the bytes are text of which every second one, beginning at `1 - low`, is zero; one of eight may be another character. */
function isUtf16(head: Uint8Array, low: 0 | 1): boolean {
  const units = Math.min(head.length, FORM_BYTES) >> 1;
  if (units < 4) return false;
  let latin = 0;
  for (let i = 0; i < units; i++) {
    const lowByte = head[2 * i + low]!;
    if (head[2 * i + 1 - low] !== 0) continue;
    if (lowByte < 9 || (lowByte > 13 && lowByte < 32 && lowByte !== 27)) return false;
    latin++;
  }
  return latin * 8 >= units * 7;
}

function startsWith(head: Uint8Array, magic: readonly number[], at: number): boolean {
  if (head.length < at + magic.length) return false;
  for (let i = 0; i < magic.length; i++) if (head[at + i] !== magic[i]) return false;
  return true;
}
