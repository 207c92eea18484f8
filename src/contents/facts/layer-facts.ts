// Layer facts: all that analysis learns from one layer alone, as columns over one block of memory, so that a million
// entries cost no million objects, workers hand them over without a copy, and the cache stores them as they are.
import type { Digest } from '../../oci/bytes/digest.ts';

/** What an entry is, as a number in `kinds`; whiteouts are told by name as layer.md defines them. */
export const ENTRY_KIND = {
  file: 0,
  hardlink: 1,
  symlink: 2,
  character: 3,
  block: 4,
  directory: 5,
  fifo: 6,
  /** `.wh.NAME`: `path` is the hidden path. */
  whiteout: 7,
  /** `.wh..wh..opq`: `path` is the directory whose lower content is hidden. */
  opaque: 8,
  /** A bare `.wh.`, which the spec calls invalid, or one of `.` or `..`; `path` is its directory. */
  invalidWhiteout: 9,
} as const;

/** What a file's first bytes (or, for `zeros`, all bytes) show it to be, as a number in `contentTypes`. */
export const CONTENT_TYPE = {
  unknown: 0,
  elfExecutable: 1,
  elfShared: 2,
  elfObject: 3,
  elfCore: 4,
  archive: 5,
  gzip: 6,
  zip: 7,
  xz: 8,
  bzip2: 9,
  zstd: 10,
  tar: 11,
  deb: 12,
  rpm: 13,
  script: 14,
  zeros: 15,
  sqlite: 16,
} as const;

/** Bits of `flags`. */
export const ENTRY_FLAG = {
  /** The stored path held `..`; engines refuse it or clean it, as was done here. */
  dotDot: 1,
  /** The entry is a sparse file: the tar holds less than `sizes` says. */
  sparse: 2,
  /** The entry has extended attributes. */
  xattrs: 4,
} as const;

/**
 * The facts of one layer. Entries are in tar order; index `i` of each column is entry `i`. Paths are bytes without a
 * leading `./` or `/` and without a trailing slash; the root directory's is empty.
 */
export interface LayerFacts {
  readonly diffId: Digest;
  readonly entryCount: number;
  /** Length of the uncompressed tar, end marker and padding included. */
  readonly tarBytes: number;
  /** Sum of `sizes` over regular files. */
  readonly entryBytes: number;
  /** Bytes after the tar's end marker that are not zeros. */
  readonly trailingBytes: number;
  /** Whether package metadata and ELF files were read. */
  readonly hasPackages: boolean;
  /** The name of the rule set by which secrets were searched for; empty where they were not. */
  readonly secretRules: string;

  /** Path `i` is `pathBytes[pathEnds[i-1] .. pathEnds[i]]`. */
  readonly pathEnds: Uint32Array;
  readonly pathBytes: Uint8Array;
  readonly kinds: Uint8Array;
  readonly flags: Uint8Array;
  readonly contentTypes: Uint8Array;
  readonly modes: Uint16Array;
  readonly uids: Uint32Array;
  readonly gids: Uint32Array;
  /** Seconds since 1970, with fractions where the tar has them. */
  readonly mtimes: Float64Array;
  /** Bytes of content (the real size of a sparse file); 0 for what is no regular file. */
  readonly sizes: Float64Array;
  /** Where the entry's first header begins in the uncompressed tar. */
  readonly offsets: Float64Array;
  /** 16 bytes an entry: XXH3-128 of a regular file's content, zeros for empty ones and other kinds. */
  readonly contents: Uint8Array;
  /** Link target `i` is `linkBytes[linkEnds[i-1] .. linkEnds[i]]`; hard links are normalised as paths are, symlinks are as stored. */
  readonly linkEnds: Uint32Array;
  readonly linkBytes: Uint8Array;
  /** Entries with extended attributes, rising; attributes `k` are `xattrBytes[xattrEnds[k-1] .. xattrEnds[k]]`. */
  readonly xattrEntries: Uint32Array;
  readonly xattrEnds: Uint32Array;
  /** `NAME\0LENGTH\0VALUE` for each attribute, sorted by name: equal attributes are equal bytes. */
  readonly xattrBytes: Uint8Array;
  /** Device nodes, rising, and their numbers: major, minor, major, minor... */
  readonly deviceEntries: Uint32Array;
  readonly deviceNumbers: Uint32Array;
  /** Compiled Python files, rising, and from their headers: magic, flags, source mtime, source size (PEP 552), four each. */
  readonly pycEntries: Uint32Array;
  readonly pycHeaders: Uint32Array;
  /** Files of package metadata, rising; what was read of file `k` is `metadataBytes[metadataEnds[k-1] .. metadataEnds[k]]`. */
  readonly metadataEntries: Uint32Array;
  readonly metadataEnds: Uint32Array;
  readonly metadataBytes: Uint8Array;
  /** ELF files, rising; the facts of file `k` are `elfBytes[elfEnds[k-1] .. elfEnds[k]]` (contents/elf/elf-format.ts). */
  readonly elfEntries: Uint32Array;
  readonly elfEnds: Uint32Array;
  readonly elfBytes: Uint8Array;
  /** Files with secrets or parts that were not searched, rising; the facts of file `k` are `secretBytes[secretEnds[k-1] .. secretEnds[k]]` (contents/secrets/secret-format.ts). */
  readonly secretEntries: Uint32Array;
  readonly secretEnds: Uint32Array;
  readonly secretBytes: Uint8Array;
}

/** Entry `i`'s path as text; bytes that are not UTF-8 come out as `\xNN`. */
export function pathText(facts: LayerFacts, entry: number): string {
  return decodeBytes(facts.pathBytes, entry === 0 ? 0 : facts.pathEnds[entry - 1]!, facts.pathEnds[entry]!);
}

/** Entry `i`'s link target as text, likewise. */
export function linkText(facts: LayerFacts, entry: number): string {
  return decodeBytes(facts.linkBytes, entry === 0 ? 0 : facts.linkEnds[entry - 1]!, facts.linkEnds[entry]!);
}

/** Whether two regular files have the same content, as far as an equal hash and size suggest it. */
export function hasSameContent(a: LayerFacts, entryA: number, b: LayerFacts, entryB: number): boolean {
  if (a.sizes[entryA] !== b.sizes[entryB]) return false;
  for (let i = 0; i < 16; i++) if (a.contents[entryA * 16 + i] !== b.contents[entryB * 16 + i]) return false;
  return true;
}

/** The encoded extended attributes of an entry; empty where it has none. */
export function xattrsOf(facts: LayerFacts, entry: number): Uint8Array {
  if ((facts.flags[entry]! & ENTRY_FLAG.xattrs) === 0) return facts.xattrBytes.subarray(0, 0);
  const at = findSorted(facts.xattrEntries, entry);
  return facts.xattrBytes.subarray(at === 0 ? 0 : facts.xattrEnds[at - 1]!, facts.xattrEnds[at]!);
}

/** Position of `entry` in a rising column of entries, or -1. */
export function findSorted(entries: Uint32Array, entry: number): number {
  let low = 0;
  let high = entries.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = entries[middle]!;
    if (found === entry) return middle;
    if (found < entry) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Bytes as text; valid UTF-8 as it is, any other byte as `\xNN`, so that different names stay different. */
export function decodeBytes(bytes: Uint8Array, start: number, end: number): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  const text = view.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  return escapeInvalid(view);
}

const STRICT = new TextDecoder('utf-8', { fatal: true });

function escapeInvalid(bytes: Buffer): string {
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i]!;
    const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0;
    const decoded =
      length === 0 || i + length > bytes.length ? undefined : decodeStrictly(bytes.subarray(i, i + length));
    text += decoded ?? `\\x${lead.toString(16).padStart(2, '0')}`;
    i += decoded === undefined ? 1 : length;
  }
  return text;
}

function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return STRICT.decode(bytes);
  } catch {
    return undefined;
  }
}
