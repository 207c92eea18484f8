// The stored form of what parsers gave of a layer's metadata files: one run of bytes a file, decoded only where it is asked for.
import { type MetadataMask, URL_MASK } from './mask-metadata.ts';
import type { PackageFiles, PackageRecord } from './package-record.ts';
import type { ParsedMetadata } from './record-parser.ts';

/** What is kept of one file of metadata. */
export type StoredMetadata =
  | ParsedMetadata
  /** The file was too large to be held, or nothing could be made of it. */
  | { readonly kind: 'unread'; readonly reason: 'too large' | 'unreadable' };

const KIND = { packages: 0, text: 1, 'too large': 2, unreadable: 3 } as const;
const HEAD_BYTES = 8;

/** A record with its paths cut out: where they are among the bytes that follow. */
type Stored = Omit<PackageRecord, 'files'> & {
  readonly files: Exclude<PackageFiles, { kind: 'paths' }> | { readonly kind: 'paths'; readonly end: number };
};

/** One file's metadata as bytes, with the id of the parser that gave it; `mask` takes out what must not be kept. */
export function encodeMetadata(
  parserId: string,
  metadata: StoredMetadata,
  mask: MetadataMask = URL_MASK,
): Uint8Array {
  const id = Buffer.from(parserId);
  if (metadata.kind === 'text') return join(KIND.text, id, mask.maskBytes(metadata.text), []);
  if (metadata.kind === 'unread') return join(KIND[metadata.reason], id, new Uint8Array(0), []);
  const lists: Uint8Array[] = [];
  let end = 0;
  const stored = metadata.packages.map((record): Stored => {
    const { files } = record;
    if (files.kind !== 'paths') return record as Stored;
    lists.push(files.paths);
    end += files.paths.length;
    return { ...record, files: { kind: 'paths', end } };
  });
  return join(KIND.packages, id, Buffer.from(mask.maskJson(JSON.stringify(stored))), lists);
}

/** The id of the parser that gave the metadata. */
export function metadataParserId(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('latin1', HEAD_BYTES, HEAD_BYTES + bytes[1]!);
}

/** Whether there is only the reason why nothing was read. */
export function isUnread(bytes: Uint8Array): boolean {
  return bytes[0] === KIND['too large'] || bytes[0] === KIND.unreadable;
}

/** What `encodeMetadata` made into bytes. */
export function decodeMetadata(bytes: Uint8Array): StoredMetadata {
  const buffer = asBuffer(bytes);
  const start = HEAD_BYTES + buffer[1]!;
  const end = start + buffer.readUInt32LE(4);
  switch (buffer[0]) {
    case KIND.text:
      return { kind: 'text', text: buffer.subarray(start, end) };
    case KIND['too large']:
      return { kind: 'unread', reason: 'too large' };
    case KIND.unreadable:
      return { kind: 'unread', reason: 'unreadable' };
  }
  let from = end;
  const packages = (JSON.parse(buffer.toString('utf8', start, end)) as readonly Stored[]).map((stored) => {
    if (stored.files.kind !== 'paths') return stored as PackageRecord;
    const to = end + stored.files.end;
    const paths = buffer.subarray(from, to);
    from = to;
    return { ...stored, files: { kind: 'paths', paths } } as PackageRecord;
  });
  return { kind: 'packages', packages };
}

function join(kind: number, id: Buffer, body: Uint8Array, lists: readonly Uint8Array[]): Uint8Array {
  const head = Buffer.alloc(HEAD_BYTES);
  head[0] = kind;
  head[1] = id.length;
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, id, body, ...lists]);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
