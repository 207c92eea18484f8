// A push reader for tar: takes the bytes of a layer in any pieces and calls back for each entry (layer.md; every form of tar(5)).
// Nothing is copied that is not kept: paths and contents are views that are valid only during the call.
import { PlimsollError } from '../../errors.ts';
import {
  BLOCK_BYTES,
  type HeaderNumbers,
  isChecksumRight,
  isGnu,
  isZeroBlock,
  readDevice,
  readLinkName,
  readNumbers,
  readPath,
  TYPE_OFFSET,
} from './header.ts';
import { META_LIMIT_BYTES, type PaxRecords, parsePax, type Xattr } from './pax.ts';
import {
  checkSparseMap,
  createBodyMapReader,
  readGnuSparseExtension,
  readGnuSparseHeader,
  readPaxSparse,
  SparseContent,
} from './sparse.ts';

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

type State = 'header' | 'meta' | 'sparse-extension' | 'sparse-map' | 'body' | 'padding' | 'end';

/** Reads one tar; throws LAYER_CORRUPT, LAYER_TRUNCATED or LAYER_LIMIT with the offset in the uncompressed bytes. */
export class TarReader {
  /** Bytes after the end marker that are not zeros; engines hash them but do not read them. */
  trailingBytes = 0;
  /** Whether the two zero blocks that end a tar were there. */
  hasEndMarker = false;

  readonly #handler: TarHandler;
  readonly #block = Buffer.alloc(BLOCK_BYTES);
  readonly #pathField = Buffer.alloc(300);
  readonly #entry: TarEntry = {
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
  #state: State = 'header';
  #position = 0;
  #blockFilled = 0;
  #left = 0;
  #padding = 0;
  #zeroBlocks = 0;
  #entryStart = -1;
  #linkBody = 0;
  #meta: Buffer | undefined;
  #metaFilled = 0;
  #metaType = '';
  #pax: PaxRecords | undefined;
  #longName: Uint8Array | undefined;
  #longLink: Uint8Array | undefined;
  #sparse: SparseContent | undefined;
  #readMapBlock: ((block: Uint8Array) => boolean) | undefined;

  constructor(handler: TarHandler) {
    this.#handler = handler;
  }

  /** Takes the next bytes. */
  push(bytes: Uint8Array): void {
    let offset = 0;
    const end = bytes.byteLength;
    while (offset < end) {
      const available = end - offset;
      switch (this.#state) {
        case 'body': {
          const taken = Math.min(this.#left, available);
          const piece = offset === 0 && taken === end ? bytes : bytes.subarray(offset, offset + taken);
          if (this.#sparse === undefined) this.#handler.content(piece);
          else this.#sparse.take(piece);
          offset += taken;
          this.#position += taken;
          this.#left -= taken;
          if (this.#left === 0) this.#finishBody();
          break;
        }
        case 'padding': {
          const taken = Math.min(this.#padding, available);
          offset += taken;
          this.#position += taken;
          this.#padding -= taken;
          if (this.#padding === 0) this.#finishEntry();
          break;
        }
        case 'meta': {
          const taken = Math.min(this.#left, available);
          this.#takeMeta(bytes.subarray(offset, offset + taken));
          offset += taken;
          this.#position += taken;
          this.#left -= taken;
          if (this.#left === 0) this.#finishMeta();
          break;
        }
        case 'end':
          for (; offset < end; offset++) {
            if (bytes[offset] !== 0) this.trailingBytes++;
            this.#position++;
          }
          break;
        default: {
          const taken = Math.min(BLOCK_BYTES - this.#blockFilled, available);
          this.#block.set(bytes.subarray(offset, offset + taken), this.#blockFilled);
          offset += taken;
          this.#blockFilled += taken;
          if (this.#blockFilled < BLOCK_BYTES) break;
          this.#blockFilled = 0;
          this.#withOffset(() => this.#takeBlock());
          this.#position += BLOCK_BYTES;
        }
      }
    }
  }

  /** To be called after the last bytes; throws LAYER_TRUNCATED where the tar ends within an entry. */
  end(): void {
    const isBetweenEntries =
      this.#state === 'end' || (this.#state === 'header' && this.#blockFilled === 0 && this.#entryStart < 0);
    if (isBetweenEntries) return;
    // Padding after the last content is missing in some old tars; nothing of the entry is lost, and Go reads on too.
    if (this.#state === 'padding') return this.#finishEntry();
    throw new PlimsollError('LAYER_TRUNCATED', 'the tar is cut off', {
      offsetBytes: this.#position + this.#blockFilled,
    });
  }

  #takeBlock(): void {
    if (this.#state === 'header') return this.#takeHeader();
    if (this.#state === 'sparse-extension') {
      if (!readGnuSparseExtension(this.#block, this.#sparse!.map)) this.#startBody();
      return;
    }
    this.#left -= BLOCK_BYTES;
    if (this.#left < 0)
      throw new PlimsollError('LAYER_CORRUPT', 'the map of a sparse file is longer than its body');
    if (!this.#readMapBlock!(this.#block)) return;
    this.#entry.storedBytes = this.#left;
    this.#startBody();
  }

  #takeHeader(): void {
    const block = this.#block;
    if (isZeroBlock(block)) {
      if (this.#entryStart >= 0)
        throw new PlimsollError('LAYER_CORRUPT', 'an extended tar header has no entry after it');
      this.#linkBody = 0;
      if (++this.#zeroBlocks < 2) return;
      this.hasEndMarker = true;
      this.#state = 'end';
      return;
    }
    if (!isChecksumRight(block)) {
      if (this.#linkBody > 0) return this.#skipLinkBody();
      throw new PlimsollError('LAYER_CORRUPT', 'a tar header has a wrong checksum');
    }
    if (this.#zeroBlocks > 0)
      throw new PlimsollError('LAYER_CORRUPT', 'a tar header follows a lone zero block');
    this.#linkBody = 0;
    if (this.#entryStart < 0) this.#entryStart = this.#position;
    readNumbers(block, this.#entry);
    const type = String.fromCharCode(block[TYPE_OFFSET]!);
    if (type === 'x' || type === 'X' || type === 'g' || type === 'L' || type === 'K')
      return this.#startMeta(type);
    this.#startEntry(type);
  }

  #startMeta(type: string): void {
    const sizeBytes = this.#entry.sizeBytes;
    if (sizeBytes > META_LIMIT_BYTES)
      throw new PlimsollError(
        'LAYER_LIMIT',
        'an extended tar header is larger than 1 MiB, which every engine refuses',
      );
    this.#metaType = type;
    this.#meta = Buffer.allocUnsafe(sizeBytes);
    this.#metaFilled = 0;
    this.#left = Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
    this.#state = 'meta';
    if (this.#left === 0) this.#finishMeta();
  }

  #takeMeta(bytes: Uint8Array): void {
    const meta = this.#meta!;
    const wanted = Math.min(bytes.byteLength, meta.length - this.#metaFilled);
    meta.set(wanted === bytes.byteLength ? bytes : bytes.subarray(0, wanted), this.#metaFilled);
    this.#metaFilled += wanted;
  }

  #finishMeta(): void {
    const meta = this.#meta!;
    this.#meta = undefined;
    this.#state = 'header';
    this.#withOffset(() => {
      if (this.#metaType === 'L') this.#longName = upToNul(meta);
      else if (this.#metaType === 'K') this.#longLink = upToNul(meta);
      else if (this.#metaType !== 'g') this.#pax = parsePax(meta);
      else {
        // Engines ignore global headers (Docker, containerd, umoci), so what they state holds for no entry.
        parsePax(meta);
        if (this.#pax === undefined && this.#longName === undefined && this.#longLink === undefined)
          this.#entryStart = -1;
      }
    });
  }

  #startEntry(type: string): void {
    const entry = this.#entry;
    const kind = KINDS[type];
    if (kind === undefined)
      throw new PlimsollError(
        'LAYER_CORRUPT',
        `a tar entry has the type ${JSON.stringify(type)}, which no engine accepts`,
      );
    const pax = this.#pax;
    entry.kind = kind;
    entry.offsetBytes = this.#entryStart;
    entry.path =
      pax?.sparseName ??
      pax?.path ??
      this.#longName ??
      this.#pathField.subarray(0, readPath(this.#block, this.#pathField));
    entry.link =
      kind === 'symlink' || kind === 'hardlink'
        ? (pax?.linkPath ?? this.#longLink ?? readLinkName(this.#block))
        : NO_BYTES;
    entry.xattrs = pax?.xattrs ?? NO_XATTRS;
    if (pax !== undefined) {
      entry.sizeBytes = pax.sizeBytes ?? entry.sizeBytes;
      entry.uid = pax.uid ?? entry.uid;
      entry.gid = pax.gid ?? entry.gid;
      entry.mtimeSeconds = pax.mtimeSeconds ?? entry.mtimeSeconds;
    }
    // v7 tars have no type for directories; a trailing slash tells.
    if (type === '\0' && entry.path[entry.path.length - 1] === SLASH) entry.kind = 'directory';
    if (kind === 'character' || kind === 'block') readDevice(this.#block, entry);
    if (entry.kind !== 'file') {
      if (kind === 'hardlink') this.#linkBody = entry.sizeBytes;
      entry.sizeBytes = 0;
    }
    entry.storedBytes = entry.sizeBytes;
    this.#left = entry.sizeBytes;
    this.#prepareSparse(type);
  }

  #prepareSparse(type: string): void {
    if (type === 'S' && isGnu(this.#block)) {
      const { map, more } = readGnuSparseHeader(this.#block);
      this.#sparse = new SparseContent(map, this.#handler);
      if (more) {
        this.#state = 'sparse-extension';
        return;
      }
    } else if (this.#pax?.sparse !== undefined && this.#entry.kind === 'file') {
      const found = readPaxSparse(this.#pax)!;
      this.#sparse = new SparseContent(found.map, this.#handler);
      if (found.inBody) {
        this.#readMapBlock = createBodyMapReader(found.map);
        this.#state = 'sparse-map';
        return;
      }
    }
    this.#startBody();
  }

  #startBody(): void {
    const entry = this.#entry;
    this.#padding = (BLOCK_BYTES - (this.#left % BLOCK_BYTES)) % BLOCK_BYTES;
    if (this.#sparse !== undefined) {
      checkSparseMap(this.#sparse.map, this.#left);
      entry.sizeBytes = this.#sparse.map.realSizeBytes;
    }
    this.#handler.entry(entry);
    this.#state = 'body';
    if (this.#left === 0) {
      // The header block itself is counted only after this call.
      this.#position += BLOCK_BYTES;
      this.#finishBody();
      this.#position -= BLOCK_BYTES;
    }
  }

  #finishBody(): void {
    this.#sparse?.finish();
    if (this.#padding > 0) this.#state = 'padding';
    else this.#finishEntry();
  }

  #finishEntry(): void {
    this.#state = 'header';
    this.#entryStart = -1;
    this.#pax = undefined;
    this.#longName = undefined;
    this.#longLink = undefined;
    this.#sparse = undefined;
    this.#handler.entryEnd(this.#position);
  }

  /** A hard link may state a size with or without its content after it; a block that is no header shows the former. */
  #skipLinkBody(): void {
    const left = Math.ceil(this.#linkBody / BLOCK_BYTES) * BLOCK_BYTES - BLOCK_BYTES;
    this.#linkBody = 0;
    if (left === 0) return;
    this.#meta = NO_META;
    this.#metaFilled = 0;
    this.#metaType = 'g';
    this.#left = left;
    this.#state = 'meta';
  }

  #withOffset(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof PlimsollError) || error.offsetBytes !== undefined) throw error;
      throw new PlimsollError(error.code, error.message, {
        offsetBytes: this.#position,
        ...(error.subject === undefined ? {} : { subject: error.subject }),
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        cause: error.cause,
      });
    }
  }
}

const NO_META = Buffer.alloc(0);

function upToNul(bytes: Buffer): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}
