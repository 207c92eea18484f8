// Tar headers byte by byte, for the forms that the writer never writes, and a reader that keeps everything.
import {
  BLOCK_BYTES,
  CHECKSUM,
  DEVICE_MAJOR,
  DEVICE_MINOR,
  GID,
  LINK_NAME,
  MAGIC_OFFSET,
  MODE,
  MTIME,
  NAME,
  PREFIX,
  SIZE,
  TYPE_OFFSET,
  UID,
} from '../../src/oci/tar/header.ts';
import { TarReader } from '../../src/oci/tar/read-tar.ts';
import type { TarEntry } from '../../src/oci/tar/tar-entry.ts';
import { cutIntoPieces } from './layers.ts';

/** A header's fields: numbers are written in octal, strings and bytes as they are. */
export interface RawFields {
  readonly name?: string | Uint8Array;
  readonly mode?: number | string | Uint8Array;
  readonly uid?: number | string | Uint8Array;
  readonly gid?: number | string | Uint8Array;
  readonly size?: number | string | Uint8Array;
  readonly mtime?: number | string | Uint8Array;
  readonly type?: string;
  readonly linkName?: string | Uint8Array;
  /** POSIX's `ustar\0` and version `00` where it is not given; `GNU` and `V7` are the others. */
  readonly magic?: string;
  readonly deviceMajor?: number | string | Uint8Array;
  readonly deviceMinor?: number | string | Uint8Array;
  readonly prefix?: string | Uint8Array;
  /** Bytes at any further offset, for sparse maps. */
  readonly at?: readonly (readonly [offset: number, bytes: string | Uint8Array])[];
}

/** GNU tar's magic and version. */
export const GNU = 'ustar  \0';
/** No magic at all, as in the seventh edition of Unix. */
export const V7 = '\0\0\0\0\0\0\0\0';

/** One header block with a right checksum. */
export function rawHeader(fields: RawFields = {}): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  put(block, NAME, fields.name ?? 'file');
  put(block, MODE, fields.mode ?? 0o644);
  put(block, UID, fields.uid ?? 0);
  put(block, GID, fields.gid ?? 0);
  put(block, SIZE, fields.size ?? 0);
  put(block, MTIME, fields.mtime ?? 0);
  block.write(fields.type ?? '0', TYPE_OFFSET, 'latin1');
  put(block, LINK_NAME, fields.linkName ?? '');
  put(block, [MAGIC_OFFSET, 8], fields.magic ?? 'ustar\x0000');
  if (fields.deviceMajor !== undefined) put(block, DEVICE_MAJOR, fields.deviceMajor);
  if (fields.deviceMinor !== undefined) put(block, DEVICE_MINOR, fields.deviceMinor);
  if (fields.prefix !== undefined) put(block, PREFIX, fields.prefix);
  for (const [offset, bytes] of fields.at ?? []) put(block, [offset, BLOCK_BYTES - offset], bytes);
  return fixChecksum(block);
}

/** Writes the right checksum into a block, after a change. */
export function fixChecksum(block: Buffer): Buffer {
  block.fill(0x20, CHECKSUM[0], CHECKSUM[0] + CHECKSUM[1]);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, CHECKSUM[0], 'latin1');
  return block;
}

/** A number in GNU's base-256 form. */
export function base256(value: bigint, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let rest = BigInt.asUintN(length * 8, value);
  for (let i = length - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  bytes[0]! |= 0x80;
  return bytes;
}

/** Content padded with zeros to whole blocks. */
export function blocks(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([bytes, Buffer.alloc((BLOCK_BYTES - (bytes.length % BLOCK_BYTES)) % BLOCK_BYTES)]);
}

/** One PAX record; the length is computed unless it is given. */
export function paxRecord(key: string, value: string | Uint8Array, length?: string): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value as string), Buffer.from('\n')]);
  let total = rest.length + 1;
  while (rest.length + String(total).length !== total) total++;
  return Buffer.concat([Buffer.from(length ?? String(total)), rest]);
}

/** A PAX header (type `x`, or `g` for a global one) with these records, in this order. */
export function paxHeader(records: readonly (readonly [string, string | Uint8Array])[], type = 'x'): Buffer {
  const body = Buffer.concat(records.map(([key, value]) => paxRecord(key, value)));
  return Buffer.concat([rawHeader({ name: 'PaxHeaders/x', type, size: body.length }), blocks(body)]);
}

/** GNU's long name (`L`) or long link (`K`), with the NUL at its end. */
export function gnuLong(type: 'L' | 'K', value: string | Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(value as string), Buffer.alloc(1)]);
  return Buffer.concat([
    rawHeader({ name: '././@LongLink', type, size: body.length, magic: GNU }),
    blocks(body),
  ]);
}

/** The pieces and the two zero blocks that end a tar. */
export function rawTar(...pieces: readonly Uint8Array[]): Buffer {
  return Buffer.concat([...pieces, Buffer.alloc(2 * BLOCK_BYTES)]);
}

/** Everything a reader is told about one entry, copied. */
export interface ReadEntry {
  readonly kind: TarEntry['kind'];
  readonly path: string;
  readonly link: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeSeconds: number;
  readonly sizeBytes: number;
  readonly storedBytes: number;
  readonly device: readonly [number, number];
  readonly xattrs: Readonly<Record<string, string>>;
  readonly offsetBytes: number;
  readonly endBytes: number;
  /** The content with holes filled in; paths, values and content are latin1, so that every byte shows. */
  readonly content: string;
}

/** Reads a whole tar pushed in pieces of this length; holes over 1 MiB become `<hole N>`. */
export function readEntries(tar: Uint8Array, pieceBytes = Math.max(1, tar.byteLength)): ReadEntry[] {
  return readTar(tar, pieceBytes).entries;
}

/** The same, with what the reader itself tells. */
export function readTar(
  tar: Uint8Array,
  pieceBytes = Math.max(1, tar.byteLength),
): { entries: ReadEntry[]; reader: TarReader } {
  const entries: ReadEntry[] = [];
  let current: Omit<ReadEntry, 'content' | 'endBytes'> | undefined;
  let content = '';
  const reader = new TarReader({
    entry(entry) {
      current = copyEntry(entry);
      content = '';
    },
    content(bytes) {
      content += Buffer.from(bytes).toString('latin1');
    },
    hole(sizeBytes) {
      content += sizeBytes > 2 ** 20 ? `<hole ${sizeBytes}>` : '\0'.repeat(sizeBytes);
    },
    entryEnd(endBytes) {
      entries.push({ ...current!, content, endBytes });
      current = undefined;
    },
  });
  // A reader may keep nothing of the pieces, so each is wiped once it has been taken.
  for (const piece of cutIntoPieces(tar, pieceBytes)) {
    const copy = Buffer.from(piece);
    reader.push(copy);
    copy.fill(0xaa);
  }
  reader.end();
  return { entries, reader };
}

function copyEntry(entry: TarEntry): Omit<ReadEntry, 'content' | 'endBytes'> {
  const { kind, mode, uid, gid, mtimeSeconds, sizeBytes, storedBytes, offsetBytes } = entry;
  return {
    kind,
    path: Buffer.from(entry.path).toString('latin1'),
    link: Buffer.from(entry.link).toString('latin1'),
    mode,
    uid,
    gid,
    mtimeSeconds,
    sizeBytes,
    storedBytes,
    offsetBytes,
    device: [entry.deviceMajor, entry.deviceMinor],
    xattrs: Object.fromEntries(
      entry.xattrs.map(({ name, value }) => [name, Buffer.from(value).toString('latin1')]),
    ),
  };
}

function put(
  block: Buffer,
  [offset, length]: readonly [number, number],
  value: number | string | Uint8Array,
): void {
  const bytes =
    typeof value === 'number'
      ? Buffer.from(`${value.toString(8).padStart(length - 1, '0')}\0`)
      : typeof value === 'string'
        ? Buffer.from(value, 'latin1')
        : Buffer.from(value);
  bytes.copy(block, offset, 0, Math.min(bytes.length, length));
}
