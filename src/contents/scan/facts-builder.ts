// Builds a layer's facts from its tar entries as they stream by; no entry becomes an object.
import { PlimsollError } from '../../errors.ts';
import type { Xattr } from '../../oci/tar/pax.ts';
import type { TarEntry, TarHandler } from '../../oci/tar/tar-entry.ts';
import { CONTENT_TYPE, ENTRY_FLAG, ENTRY_KIND, type LayerFacts } from '../facts/layer-facts.ts';
import { METADATA_PARSERS } from '../packages/parsers.ts';
import type { RecordParser } from '../packages/record-parser.ts';
import { classifyContent, HEAD_BYTES } from './classify-content.ts';
import type { ContentHasher } from './content-hash.ts';
import { ElfCatcher } from './elf-catcher.ts';
import { requireId, requireLength } from './entry-limits.ts';
import { baseStart, isPycName, takeMarker } from './entry-name.ts';
import { FactsColumns } from './facts-columns.ts';
import type { LargeFileGate } from './large-file-gate.ts';
import { MetadataCatcher } from './metadata-catcher.ts';
import { normalisePath } from './normalise-path.ts';
import type { SecretCatcher } from './secret-catcher.ts';

/** Zeros hashed for the holes of a layer's sparse files; beyond it a hole counts by its length alone. */
export const HOLES_LIMIT_BYTES = 4 * 2 ** 30;

/** What is read of files beside what every entry has. */
export interface FactsOptions {
  readonly parsers?: readonly RecordParser[];
  readonly readsElf?: boolean;
  /** Where it is not given, secrets are not searched for, nor masked in metadata. */
  readonly secrets?: SecretCatcher | undefined;
  /** Passed before large files are held whole; without one, they are held at once. */
  readonly gate?: LargeFileGate;
}

/** What is told of a layer as a whole, and what was read of its files. */
type TarFacts = Pick<LayerFacts, 'diffId' | 'tarBytes' | 'trailingBytes' | 'hasPackages' | 'secretRules'>;

/** Takes a layer's entries in the order of the tar; `finish` gives the facts once. */
export class FactsBuilder implements TarHandler {
  entryCount = 0;

  readonly #hasher: ContentHasher;
  readonly #columns: FactsColumns;
  readonly #xattrEntries: number[] = [];
  readonly #xattrEnds: number[] = [];
  readonly #devices: { entries: number[]; numbers: number[] } = { entries: [], numbers: [] };
  readonly #pycs: { entries: number[]; headers: number[] } = { entries: [], headers: [] };
  readonly #metadata: MetadataCatcher;
  readonly #elf = new ElfCatcher();
  readonly #readsElf: boolean;
  readonly #secrets: SecretCatcher | undefined;
  readonly #head = Buffer.alloc(HEAD_BYTES);

  #pathLength = 0;
  #linkLength = 0;
  #xattrLength = 0;
  #entryBytes = 0;
  #holesLeft = HOLES_LIMIT_BYTES;
  #isPyc = false;
  #isMetadata = false;
  /** Undefined until a file's first bytes tell. */
  #isElf: boolean | undefined;

  // The file being read.
  #headFilled = 0;
  #headWanted = 0;
  #isAllZeros = false;

  // How stored bytes map to uncompressed ones within the piece being parsed.
  #pieceStart = 0;
  #pieceLength = 1;
  #storedBefore = 0;
  #storedAfter = 0;
  #storedTold = 0;

  /** `columns` may have served a builder whose facts are no longer in use; the facts are views of them. */
  constructor(
    hasher: ContentHasher,
    columns: FactsColumns = new FactsColumns(),
    { parsers = METADATA_PARSERS, readsElf = true, secrets, gate }: FactsOptions = {},
  ) {
    this.#hasher = hasher;
    this.#columns = columns;
    this.#metadata = new MetadataCatcher(parsers, gate);
    this.#readsElf = readsElf;
    this.#secrets = secrets;
  }

  /** To be called before each piece of uncompressed bytes is parsed, with the stored bytes it came from. */
  startPiece(offsetBytes: number, sizeBytes: number, storedBefore: number, storedAfter: number): void {
    this.#pieceStart = offsetBytes;
    this.#pieceLength = Math.max(1, sizeBytes);
    this.#storedBefore = storedBefore;
    this.#storedAfter = storedAfter;
  }

  entry(entry: TarEntry): void {
    const i = this.entryCount;
    this.#columns.reserveEntries(i + 1);
    this.#columns.flags.values[i] = entry.storedBytes === entry.sizeBytes ? 0 : ENTRY_FLAG.sparse;
    this.#columns.contentTypes.values[i] = CONTENT_TYPE.unknown;
    this.#takePath(entry, i);
    if (entry.link.length > 0) this.#takeLink(entry);
    this.#columns.linkEnds.values[i] = this.#linkLength;
    this.#columns.modes.values[i] = entry.mode;
    this.#columns.uids.values[i] = requireId(entry.uid, 'uid');
    this.#columns.gids.values[i] = requireId(entry.gid, 'gid');
    this.#columns.mtimes.values[i] = entry.mtimeSeconds;
    this.#columns.offsets.values[i] = entry.offsetBytes;
    const isFile = this.#columns.kinds.values[i] === ENTRY_KIND.file;
    this.#columns.sizes.values[i] = isFile ? entry.sizeBytes : 0;
    if (isFile) this.#entryBytes += entry.sizeBytes;
    if (!Number.isSafeInteger(this.#entryBytes))
      throw new PlimsollError('LAYER_LIMIT', 'the files of the layer claim more than 2^53 bytes in all');
    if (entry.xattrs.length > 0) this.#takeXattrs(i, entry.xattrs);
    if (entry.kind === 'character' || entry.kind === 'block') {
      this.#devices.entries.push(i);
      for (const number of [entry.deviceMajor, entry.deviceMinor])
        this.#devices.numbers.push(requireId(number, 'device number'));
    }
    this.#headWanted = isFile ? Math.min(HEAD_BYTES, entry.sizeBytes) : 0;
    this.#headFilled = 0;
    this.#isAllZeros = isFile && entry.sizeBytes > 0;
    if (isFile) {
      const start = i === 0 ? 0 : this.#columns.pathEnds.values[i - 1]!;
      const path = this.#columns.pathBytes.values;
      this.#isMetadata = this.#metadata.start(path, start, this.#pathLength, entry.sizeBytes);
      this.#secrets?.start(path, start, this.#pathLength, entry.sizeBytes, this.#isMetadata);
    } else this.#isMetadata = false;
    this.#isElf = isFile && this.#readsElf ? undefined : false;
  }

  content(bytes: Uint8Array): void {
    if (this.#headFilled < this.#headWanted) {
      const wanted = Math.min(this.#headWanted - this.#headFilled, bytes.length);
      this.#head.set(wanted === bytes.length ? bytes : bytes.subarray(0, wanted), this.#headFilled);
      this.#headFilled += wanted;
    }
    if (this.#isAllZeros) this.#isAllZeros = isZeros(bytes);
    if (this.#isMetadata) this.#metadata.push(bytes);
    this.#isElf ??= this.#elf.start(bytes, this.#columns.sizes.values[this.entryCount]!);
    if (this.#isElf) this.#elf.push(bytes);
    this.#secrets?.push(bytes);
    this.#hasher.update(bytes);
  }

  hole(sizeBytes: number): void {
    this.#headFilled = Math.min(this.#headWanted, this.#headFilled + sizeBytes);
    if (this.#isMetadata) this.#metadata.pushZeros(sizeBytes);
    // What begins with zeros is no ELF file.
    this.#isElf ??= false;
    if (this.#isElf) this.#elf.pushHole(sizeBytes);
    this.#secrets?.pushHole(sizeBytes);
    if (sizeBytes <= this.#holesLeft) {
      this.#holesLeft -= sizeBytes;
      this.#hasher.updateZeros(sizeBytes);
    } else this.#hasher.update(Buffer.from(`hole ${sizeBytes}`));
  }

  entryEnd(endBytes: number): void {
    const i = this.entryCount++;
    this.#columns.contents.values.fill(0, i * 16, i * 16 + 16);
    this.#hasher.finish(this.#columns.contents.values, i * 16);
    if (this.#headWanted > 0) {
      const head = this.#head.subarray(0, this.#headWanted);
      this.#columns.contentTypes.values[i] = this.#isAllZeros ? CONTENT_TYPE.zeros : classifyContent(head);
      if (this.#isPyc && head.length >= 16) this.#takePyc(i);
      this.#head.fill(0, 0, this.#headWanted);
    }
    const isFile = this.#columns.kinds.values[i] === ENTRY_KIND.file;
    const secrets = isFile ? this.#secrets?.finish(i) : undefined;
    this.#metadata.finish(i, this.#columns.sizes.values[i]!, secrets);
    if (this.#isElf === true) this.#takeElf(i);
    const share = (endBytes - this.#pieceStart) / this.#pieceLength;
    const stored = Math.floor(this.#storedBefore + (this.#storedAfter - this.#storedBefore) * share);
    this.#columns.shipped.values[i] = stored - this.#storedTold;
    this.#storedTold = stored;
  }

  /** Stored bytes consumed while each entry was read; what is left of the blob is the tar's end. */
  takeShipped(): Float64Array {
    return this.#columns.shipped.take(this.entryCount);
  }

  /** The facts; what is told of the whole tar is known only after the last byte. */
  finish(tar: TarFacts): LayerFacts {
    const count = this.entryCount;
    const metadata = this.#metadata.take();
    const elf = this.#elf.take();
    const secrets = this.#secrets?.take();
    return {
      ...tar,
      entryCount: count,
      entryBytes: this.#entryBytes,
      pathEnds: this.#columns.pathEnds.take(count),
      pathBytes: this.#columns.pathBytes.take(this.#pathLength),
      kinds: this.#columns.kinds.take(count),
      flags: this.#columns.flags.take(count),
      contentTypes: this.#columns.contentTypes.take(count),
      modes: this.#columns.modes.take(count),
      uids: this.#columns.uids.take(count),
      gids: this.#columns.gids.take(count),
      mtimes: this.#columns.mtimes.take(count),
      sizes: this.#columns.sizes.take(count),
      offsets: this.#columns.offsets.take(count),
      contents: this.#columns.contents.take(count * 16),
      linkEnds: this.#columns.linkEnds.take(count),
      linkBytes: this.#columns.linkBytes.take(this.#linkLength),
      xattrEntries: Uint32Array.from(this.#xattrEntries),
      xattrEnds: Uint32Array.from(this.#xattrEnds),
      xattrBytes: this.#columns.xattrBytes.take(this.#xattrLength),
      deviceEntries: Uint32Array.from(this.#devices.entries),
      deviceNumbers: Uint32Array.from(this.#devices.numbers),
      pycEntries: Uint32Array.from(this.#pycs.entries),
      pycHeaders: Uint32Array.from(this.#pycs.headers),
      metadataEntries: metadata.entries,
      metadataEnds: metadata.ends,
      metadataBytes: metadata.bytes,
      elfEntries: elf.entries,
      elfEnds: elf.ends,
      elfBytes: elf.bytes,
      secretEntries: secrets?.entries ?? new Uint32Array(0),
      secretEnds: secrets?.ends ?? new Uint32Array(0),
      secretBytes: secrets?.bytes ?? new Uint8Array(0),
    };
  }

  #takePath(entry: TarEntry, i: number): void {
    requireLength(entry.path, 'path');
    this.#columns.pathBytes.reserve(this.#pathLength + entry.path.length);
    const bytes = this.#columns.pathBytes.values;
    const start = this.#pathLength;
    const { length, hadDotDot } = normalisePath(entry.path, bytes, start);
    if (hadDotDot) this.#columns.flags.values[i]! |= ENTRY_FLAG.dotDot;
    const end = start + length;
    const base = baseStart(bytes, start, end);
    this.#isPyc = isPycName(bytes, base, end);
    const marker = takeMarker(bytes, start, base, end);
    this.#columns.kinds.values[i] = marker?.kind ?? ENTRY_KIND[entry.kind];
    this.#pathLength = marker?.pathEnd ?? end;
    this.#columns.pathEnds.values[i] = this.#pathLength;
  }

  #takeLink(entry: TarEntry): void {
    requireLength(entry.link, 'link target');
    this.#columns.linkBytes.reserve(this.#linkLength + entry.link.length);
    if (entry.kind === 'hardlink')
      this.#linkLength += normalisePath(entry.link, this.#columns.linkBytes.values, this.#linkLength).length;
    else {
      this.#columns.linkBytes.values.set(entry.link, this.#linkLength);
      this.#linkLength += entry.link.length;
    }
  }

  #takeXattrs(i: number, xattrs: readonly Xattr[]): void {
    this.#columns.flags.values[i]! |= ENTRY_FLAG.xattrs;
    const sorted = [...xattrs].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    for (const { name, value } of sorted) {
      const encoded = Buffer.concat([Buffer.from(`${name}\0${value.length}\0`), value]);
      this.#columns.xattrBytes.reserve(this.#xattrLength + encoded.length);
      this.#columns.xattrBytes.values.set(encoded, this.#xattrLength);
      this.#xattrLength += encoded.length;
    }
    this.#xattrEntries.push(i);
    this.#xattrEnds.push(this.#xattrLength);
  }

  #takeElf(i: number): void {
    const packages = this.#elf.finish(i);
    if (packages.length > 0 && !this.#isMetadata) this.#metadata.addPackages(i, 'elf-packages', packages);
  }

  #takePyc(i: number): void {
    this.#pycs.entries.push(i);
    this.#pycs.headers.push(
      this.#head.readUInt16LE(0),
      this.#head.readUInt32LE(4),
      this.#head.readUInt32LE(8),
      this.#head.readUInt32LE(12),
    );
  }
}

function isZeros(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== 0) return false;
  return true;
}
