// A tar entry as the reader tells it: from a header block and the extended headers before it.
import { PlimsollError } from '../../errors.ts';
import type { ExtendedHeaders } from './extended-headers.ts';
import { type HeaderNumbers, readDevice, readLinkName, readPath, TYPE_OFFSET } from './header.ts';
import type { Xattr } from './pax.ts';

/** What an entry is; the words of the image spec. */
export type TarEntryKind = 'file' | 'hardlink' | 'symlink' | 'character' | 'block' | 'directory' | 'fifo';

/** The entry being read; one object is used for all, so copy what you keep. */
export interface TarEntry extends HeaderNumbers {
  kind: TarEntryKind;
  /** The path as stored, `./` and slashes included. */
  path: Uint8Array;
  /** The target of a link as stored; empty for other kinds. */
  link: Uint8Array;
  xattrs: readonly Xattr[];
  /** Where the entry's first header begins in the uncompressed layer. */
  offsetBytes: number;
  /** The bytes of content that the tar holds; less than `sizeBytes` for a sparse file. */
  storedBytes: number;
}

/** What a reader is told; `content` and `hole` come in order and add up to the entry's `sizeBytes`. */
export interface TarHandler {
  entry(entry: TarEntry): void;
  content(bytes: Uint8Array): void;
  hole(sizeBytes: number): void;
  /** `endBytes`: where the entry's last padded block ends in the uncompressed layer. */
  entryEnd(endBytes: number): void;
}

const KINDS: Readonly<Record<string, TarEntryKind>> = {
  '\0': 'file',
  '0': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'character',
  '4': 'block',
  '5': 'directory',
  '6': 'fifo',
  '7': 'file',
  S: 'file',
};
const NO_BYTES = new Uint8Array(0);
const NO_XATTRS: readonly Xattr[] = [];
const SLASH = 0x2f;

/** An entry to read into, with nothing in it. */
export function createEntry(): TarEntry {
  return {
    kind: 'file',
    path: NO_BYTES,
    link: NO_BYTES,
    xattrs: NO_XATTRS,
    mode: 0,
    uid: 0,
    gid: 0,
    sizeBytes: 0,
    storedBytes: 0,
    mtimeSeconds: 0,
    deviceMajor: 0,
    deviceMinor: 0,
    offsetBytes: 0,
  };
}

/**
 * Fills an entry whose numbers were read from the block already; extended headers win over the block's fields.
 * `pathField` is room for a path. Throws LAYER_CORRUPT for a type that no engine accepts.
 */
export function fillEntry(
  entry: TarEntry,
  block: Uint8Array,
  { pax, longName, longLink }: ExtendedHeaders,
  pathField: Uint8Array,
): void {
  const type = String.fromCharCode(block[TYPE_OFFSET]!);
  const kind = KINDS[type];
  if (kind === undefined)
    throw new PlimsollError(
      'LAYER_CORRUPT',
      `a tar entry has the type ${JSON.stringify(type)}, which no engine accepts`,
    );
  entry.kind = kind;
  entry.path = pax?.sparseName ?? pax?.path ?? longName ?? pathField.subarray(0, readPath(block, pathField));
  entry.link =
    kind === 'symlink' || kind === 'hardlink' ? (pax?.linkPath ?? longLink ?? readLinkName(block)) : NO_BYTES;
  entry.xattrs = pax?.xattrs ?? NO_XATTRS;
  if (pax !== undefined) {
    entry.sizeBytes = pax.sizeBytes ?? entry.sizeBytes;
    entry.uid = pax.uid ?? entry.uid;
    entry.gid = pax.gid ?? entry.gid;
    entry.mtimeSeconds = pax.mtimeSeconds ?? entry.mtimeSeconds;
  }
  // v7 tars have no type for directories; a trailing slash tells.
  if (type === '\0' && entry.path[entry.path.length - 1] === SLASH) entry.kind = 'directory';
  if (kind === 'character' || kind === 'block') readDevice(block, entry);
}
