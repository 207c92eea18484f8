// A push reader for tar: takes the bytes of a layer in any pieces and calls back for each entry (layer.md; every form of tar(5)).
// Nothing is copied that is not kept: paths and contents are views that are valid only during the call.
import { PlimsollError } from '../../errors.ts';
import { ExtendedHeaders } from './extended-headers.ts';
import { BLOCK_BYTES, isChecksumRight, isGnu, isZeroBlock, readNumbers, TYPE_OFFSET } from './header.ts';
import {
  checkSparseMap,
  createBodyMapReader,
  readGnuSparseExtension,
  readGnuSparseHeader,
  readPaxSparse,
  SparseContent,
} from './sparse.ts';
import { createEntry, fillEntry, type TarHandler } from './tar-entry.ts';

type State =
  | 'header'
  | 'extended'
  | 'link-body'
  | 'sparse-extension'
  | 'sparse-map'
  | 'body'
  | 'padding'
  | 'end';

/** Reads one tar; throws LAYER_CORRUPT, LAYER_TRUNCATED or LAYER_LIMIT with the offset in the uncompressed bytes. */
export class TarReader {
  /** Bytes after the end marker that are not zeros; engines hash them but do not read them. */
  trailingBytes = 0;
  /** Whether the two zero blocks that end a tar were there. */
  hasEndMarker = false;

  readonly #handler: TarHandler;
  readonly #block = Buffer.alloc(BLOCK_BYTES);
  readonly #pathField = Buffer.alloc(300);
  readonly #extended = new ExtendedHeaders();
  readonly #entry = createEntry();
  #state: State = 'header';
  #position = 0;
  #blockFilled = 0;
  #left = 0;
  #padding = 0;
  #zeroBlocks = 0;
  #entryStart = -1;
  #linkBody = 0;
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
        case 'extended':
        case 'link-body': {
          const taken = Math.min(this.#left, available);
          if (this.#state === 'extended') this.#extended.take(bytes.subarray(offset, offset + taken));
          offset += taken;
          this.#position += taken;
          this.#left -= taken;
          if (this.#left === 0) this.#finishExtended();
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
    if (ExtendedHeaders.isExtended(type)) return this.#startExtended(type);
    this.#startEntry(type);
  }

  #startExtended(type: string): void {
    const { sizeBytes } = this.#entry;
    this.#extended.begin(type, sizeBytes);
    this.#left = Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
    this.#state = 'extended';
    if (this.#left === 0) this.#finishExtended();
  }

  #finishExtended(): void {
    const wasLinkBody = this.#state === 'link-body';
    this.#state = 'header';
    if (!wasLinkBody) this.#withOffset(() => this.#extended.finish());
    if (this.#extended.isEmpty) this.#entryStart = -1;
  }

  #startEntry(type: string): void {
    const entry = this.#entry;
    entry.offsetBytes = this.#entryStart;
    fillEntry(entry, this.#block, this.#extended, this.#pathField);
    if (entry.kind !== 'file') {
      if (entry.kind === 'hardlink') this.#linkBody = entry.sizeBytes;
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
    } else if (this.#extended.pax?.sparse !== undefined && this.#entry.kind === 'file') {
      const found = readPaxSparse(this.#extended.pax)!;
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
    this.#extended.clear();
    this.#sparse = undefined;
    this.#handler.entryEnd(this.#position);
  }

  /** A hard link may state a size with or without its content after it; a block that is no header shows the former. */
  #skipLinkBody(): void {
    const left = Math.ceil(this.#linkBody / BLOCK_BYTES) * BLOCK_BYTES - BLOCK_BYTES;
    this.#linkBody = 0;
    if (left === 0) return;
    this.#left = left;
    this.#state = 'link-body';
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
