// One pass over one layer: decompress, diffId, tar, facts. Used in worker threads and, for small layers, in the main one.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { PlimsollError } from '../../errors.ts';
import { createDigester, type Digest } from '../../oci/bytes/digest.ts';
import {
  type Compression,
  createDecompressor,
  detectCompression,
} from '../../oci/compression/choose-decompressor.ts';
import type { Decompressor } from '../../oci/compression/decompressor.ts';
import { type FileIdentity, fileChanged, identifyFile, isSameFile } from '../../oci/image/file-identity.ts';
import { TarReader } from '../../oci/tar/read-tar.ts';
import {
  ALL_READINGS,
  type FactsReadings,
  type StatedReadings,
  stateReadings,
} from '../facts/facts-readings.ts';
import type { LayerFacts } from '../facts/layer-facts.ts';
import type { RecordParser } from '../packages/record-parser.ts';
import { type ContentHasher, createContentHasher } from './content-hash.ts';
import { FactsBuilder } from './facts-builder.ts';
import type { FactsColumns } from './facts-columns.ts';
import { GrowthBudget } from './growth-budget.ts';
import type { SecretCatcher } from './secret-catcher.ts';

/** What one pass over a layer's stored bytes gives. */
export interface LayerScan {
  readonly facts: LayerFacts;
  readonly compression: Compression;
  readonly storedBytes: number;
  /** Stored bytes consumed while each entry was read: the entry's share of what is shipped, an estimate. */
  readonly shipped: Float64Array;
  /** The digest of the stored bytes, where it was asked for. */
  readonly storedDigest: Digest | null;
  /** Whether, after the last byte was read, the file was still the one that was meant; true where there is no file. */
  readonly isFileUnchanged: boolean;
}

/** What to do beside reading. */
export interface ScanOptions {
  /** Also digests the stored bytes; for an uncompressed layer that is the diffId and costs nothing. */
  readonly wantStoredDigest?: boolean;
  /** Columns to fill; the facts are views of them, and they must not serve another scan while the facts are used. */
  readonly columns?: FactsColumns;
  /** What is read beside what every entry has; all there is where it is not given. */
  readonly readings?: FactsReadings;
  /** Which package metadata is read; all there is where it is not given. */
  readonly parsers?: readonly RecordParser[];
  /** Whether ELF files are looked into; they are where it is not given. */
  readonly readsElf?: boolean;
  /** The budget of the image; one of its own where it is not given. */
  readonly budget?: GrowthBudget;
  /** What the file to read was known by when the image was opened. */
  readonly identity?: FileIdentity;
  /** Told after each piece of a file how many stored bytes were read. */
  readonly onRead?: (storedBytes: number) => void;
}

/**
 * Stored bytes taken at once: small pieces stay in the processor's cache (measured; bench/NOTES.md). Streams are cut to
 * such pieces too: how the shipped bytes spread over the entries depends on where the pieces end.
 */
const PIECE_BYTES = 64 * 1024;

/** How far a layer grows between two counts of its growth. */
const GROWTH_STEP_BYTES = 64 * 2 ** 20;

/** Hashers of finished scans, to be used again; two scans at the same time must not share one. */
const idleHashers: ContentHasher[] = [];

/** A scan that is fed with stored bytes piece by piece. */
export class LayerScanner {
  readonly #hasher: ContentHasher;
  readonly #wantStoredDigest: boolean;
  readonly #readings: StatedReadings;
  readonly #secrets: SecretCatcher | undefined;
  readonly #builder: FactsBuilder;
  readonly #budget: GrowthBudget;
  readonly #tar: TarReader;
  readonly #diffId = createDigester();
  readonly #storedDigest = createDigester();
  /** Stored bytes that do not make a piece yet. */
  #rest: Buffer | undefined;
  #restBytes = 0;
  #decompressor: Decompressor | undefined;
  #compression: Compression = 'plain';
  #storedBytes = 0;
  #tarBytes = 0;
  #countedGrowth = 0;
  #nextCountBytes = GROWTH_STEP_BYTES;

  /** `secrets` searches for what the readings want. */
  constructor(contentHasher: ContentHasher, options: ScanOptions, secrets: SecretCatcher | undefined) {
    this.#hasher = contentHasher;
    this.#secrets = secrets;
    const { readings = ALL_READINGS } = options;
    this.#readings = stateReadings(readings);
    this.#wantStoredDigest = options.wantStoredDigest ?? false;
    this.#budget = options.budget ?? new GrowthBudget();
    const { gate } = this.#budget;
    const reads = readings.packages ? options : { parsers: [], readsElf: false };
    this.#builder = new FactsBuilder(contentHasher, options.columns, { ...reads, secrets, gate });
    this.#tar = new TarReader(this.#builder);
  }

  /** Takes the next stored bytes; await the result where it is a promise. */
  push(bytes: Uint8Array): void | Promise<void> {
    this.#storedBytes += bytes.byteLength;
    if (this.#wantStoredDigest) this.#storedDigest.update(bytes);
    if (this.#restBytes === 0 && bytes.byteLength === PIECE_BYTES) return this.#takePiece(bytes);
    return this.#cut(bytes);
  }

  /** To be called after the last bytes; gives the result. */
  async finish(): Promise<LayerScan> {
    if (this.#restBytes > 0) await this.#takePiece(this.#rest!.subarray(0, this.#restBytes));
    if (this.#decompressor === undefined) await this.#start(new Uint8Array(0));
    await this.#decompressor!.end();
    this.#countGrowth();
    this.#tar.end();
    idleHashers.push(this.#hasher);
    const diffId = this.#diffId.digest();
    return {
      facts: this.#builder.finish({
        diffId,
        tarBytes: this.#tarBytes,
        trailingBytes: this.#tar.trailingBytes,
        ...this.#readings,
      }),
      compression: this.#compression,
      storedBytes: this.#storedBytes,
      shipped: this.#builder.takeShipped(),
      storedDigest: this.#wantStoredDigest ? this.#storedDigest.digest() : null,
      isFileUnchanged: true,
    };
  }

  /** To be called in the place of `finish` where the layer cannot be read to its end. */
  abandon(): void {
    this.#secrets?.release();
  }

  /** Fills up the piece that was begun, and takes all that are whole. */
  async #cut(bytes: Uint8Array): Promise<void> {
    this.#rest ??= Buffer.allocUnsafe(PIECE_BYTES);
    for (let offset = 0; offset < bytes.byteLength; ) {
      const taken = bytes.subarray(offset, offset + PIECE_BYTES - this.#restBytes);
      this.#rest.set(taken, this.#restBytes);
      this.#restBytes += taken.byteLength;
      offset += taken.byteLength;
      if (this.#restBytes < PIECE_BYTES) continue;
      this.#restBytes = 0;
      const pending = this.#takePiece(this.#rest);
      if (pending !== undefined) await pending;
    }
  }

  #takePiece(piece: Uint8Array): void | Promise<void> {
    return this.#decompressor === undefined ? this.#start(piece) : this.#decompressor.push(piece);
  }

  async #start(first: Uint8Array): Promise<void> {
    this.#compression = detectCompression(first);
    this.#decompressor = await createDecompressor(this.#compression, (output, before, after) => {
      this.#takeOutput(output, before, after);
    });
    if (first.length > 0) await this.#decompressor.push(first);
  }

  #takeOutput(output: Uint8Array, storedBefore: number, storedAfter: number): void {
    this.#diffId.update(output);
    this.#builder.startPiece(this.#tarBytes, output.byteLength, storedBefore, storedAfter);
    this.#tarBytes += output.byteLength;
    if (this.#tarBytes > this.#nextCountBytes) this.#countGrowth();
    this.#tar.push(output);
  }

  #countGrowth(): void {
    this.#countedGrowth = this.#budget.count(this.#storedBytes, this.#tarBytes, this.#countedGrowth);
    this.#nextCountBytes = this.#tarBytes + GROWTH_STEP_BYTES;
  }
}

/** The rules are loaded only where anything is searched by them. */
async function createSecretCatcher({
  packages,
  secretRules,
}: FactsReadings): Promise<SecretCatcher | undefined> {
  if (!packages && secretRules === null) return undefined;
  const { SecretCatcher } = await import('./secret-catcher.ts');
  const { loadRuleSet } = await import('../../secrets/load-rule-set.ts');
  const rules = await loadRuleSet(secretRules ?? '');
  return new SecretCatcher(rules, secretRules === null ? 'to be masked' : 'all');
}

/** Makes a scanner. */
export async function createLayerScanner(options: ScanOptions = {}): Promise<LayerScanner> {
  const secrets = await createSecretCatcher(options.readings ?? ALL_READINGS);
  return new LayerScanner(idleHashers.pop() ?? (await createContentHasher()), options, secrets);
}

/** Scans a layer that is a range of a file; where it fails because the file changed meanwhile, the error says so. */
export async function scanFileRange(
  path: string,
  offsetBytes: number,
  sizeBytes: number,
  options: ScanOptions = {},
): Promise<LayerScan> {
  const scanner = await createLayerScanner(options);
  const file = readable(path, () => openSync(path, 'r'));
  const isUnchanged = (): boolean =>
    options.identity === undefined ||
    isSameFile(identifyFile(fstatSync(file, { bigint: true })), options.identity);
  try {
    const buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, Math.max(1, sizeBytes)));
    let position = offsetBytes;
    const end = offsetBytes + sizeBytes;
    while (position < end) {
      const wanted = Math.min(buffer.length, end - position);
      const read = readable(path, () => readSync(file, buffer, 0, wanted, position));
      if (read === 0)
        throw new PlimsollError('LAYER_TRUNCATED', 'the file ends within the layer', {
          offsetBytes: position,
        });
      position += read;
      const pending = scanner.push(read === buffer.length ? buffer : buffer.subarray(0, read));
      if (pending !== undefined) await pending;
      options.onRead?.(position - offsetBytes);
    }
    return { ...(await scanner.finish()), isFileUnchanged: isUnchanged() };
  } catch (error) {
    scanner.abandon();
    throw isUnchanged() ? error : fileChanged(path, error);
  } finally {
    closeSync(file);
  }
}

/** Scans a layer that streams by. */
export async function scanStream(
  source: AsyncIterable<Uint8Array>,
  options: ScanOptions = {},
): Promise<LayerScan> {
  const scanner = await createLayerScanner(options);
  try {
    for await (const bytes of source) await scanner.push(bytes);
    return await scanner.finish();
  } catch (error) {
    scanner.abandon();
    throw error;
  }
}

function readable<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new PlimsollError('FILE_UNREADABLE', 'the layer cannot be read', { subject: path, cause });
  }
}
