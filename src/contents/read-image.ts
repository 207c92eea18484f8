// Reads an opened image whole: facts of each unique layer from the cache or by one pass, then the squashed view.
import { PlimsollError, withSubject } from '../errors.ts';
import { type Digest, digestAlgorithm } from '../oci/bytes/digest.ts';
import { type FileIdentity, fileChanged, waitForTick } from '../oci/image/file-identity.ts';
import type { ExportedBlob, LayerSource, OpenedImage } from '../oci/image/image.ts';
import { throwIfAborted } from '../oci/layout/check-abort.ts';
import { digestKey, engineKey, fileKey } from './cache/blob-key.ts';
import type { FactsCache } from './cache/facts-cache.ts';
import { findProof } from './cache/find-proof.ts';
import { FactsBudget } from './facts-budget.ts';
import type { ImageContents, LayerContents } from './image-contents.ts';
import { buildInventory } from './packages/build-inventory.ts';
import { groupSame, storedBytesOf } from './same-layers.ts';
import { digestRange } from './scan/digest-range.ts';
import { GrowthBudget } from './scan/growth-budget.ts';
import type { LayerScan } from './scan/scan-layer.ts';
import { ScanPool } from './scan/scan-pool.ts';
import type { ScanJob } from './scan/scan-worker.ts';
import { untilAborted } from './scan/until-aborted.ts';
import { squashLayers } from './view/squash-layers.ts';
import { LAYER_COUNT_LIMIT } from './view/squashed-view.ts';

/** How far the reading is, for a progress line. */
export interface ReadProgress {
  readonly layersDone: number;
  readonly layersTotal: number;
  /** Stored bytes read so far, and of how many; null where a place does not tell. */
  readonly storedBytesDone: number;
  readonly storedBytesTotal: number | null;
}

/** How to read an image. */
export interface ReadOptions {
  /** Where facts are kept between runs; none where it is not given. */
  readonly cache?: FactsCache;
  /** Reads every layer again and compares blob digests too. */
  readonly verify?: boolean;
  /** Worker threads at most; the number of processors (at most 8) where it is not given, 0 for none. */
  readonly workers?: number;
  /** How many of the lowest layers belong to the base image. */
  readonly baseLayerCount?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReadProgress) => void;
}

/** Layers that together store less than this are scanned in the calling thread: a thread takes longer to start. */
const THREADS_FLOOR_BYTES = 2 * 1024 * 1024;

/** What is known of one layer: by a scan of this run, or from the cache. */
type Reading = Omit<LayerContents, 'index' | 'diffId' | 'descriptor'>;

/** What is known of an export while it streams by. */
interface ExportState {
  readonly groups: readonly (readonly LayerSource[])[];
  readonly groupOf: ReadonlyMap<number, readonly LayerSource[]>;
  readonly pool: ScanPool;
  areNamesRight: boolean;
}

/** Reads an image's layers; throws the first error of any of them, naming the layer. */
export async function readImage(image: OpenedImage, options: ReadOptions = {}): Promise<ImageContents> {
  if (image.layers.length > LAYER_COUNT_LIMIT)
    throw new PlimsollError('LAYER_LIMIT', `the image has ${image.layers.length} layers`, {
      subject: image.reference,
      hint: `No engine runs images of more than some hundred; ${LAYER_COUNT_LIMIT} are read at most.`,
    });
  const reader = new ImageReader(image, options);
  const readings = await reader.readLayers();
  const layers = image.layers.map((source, index): LayerContents => {
    const reading = readings[index]!;
    return { index, diffId: source.diffId, descriptor: source.descriptor, ...reading };
  });
  const view = squashLayers(layers.map(({ facts }) => facts));
  return {
    transport: image.transport,
    reference: image.reference,
    digest: image.digest,
    config: image.config,
    annotations: image.annotations,
    layers,
    view,
    inventory: await buildInventory({ layers, view }, options.signal),
    baseLayerCount: options.baseLayerCount ?? 0,
  };
}

class ImageReader {
  readonly #image: OpenedImage;
  readonly #options: ReadOptions;
  readonly #abort = new AbortController();
  readonly #readings = new Map<LayerSource, Reading>();
  readonly #growthBudget = new GrowthBudget();
  readonly #factsBudget = new FactsBudget();
  #storedBytesDone = 0;
  #storedBytesTotal: number | null = 0;

  constructor(image: OpenedImage, options: ReadOptions) {
    this.#image = image;
    this.#options = options;
  }

  async readLayers(): Promise<readonly Reading[]> {
    throwIfAborted(this.#options.signal);
    const groups = groupSame(this.#image.layers);
    const unread = groups.filter((group) => !this.#takeCached(group));
    if (unread.length > 0 || this.#image.isConfigProvisional === true) await this.#scanAll(unread);
    this.#options.cache?.clean();
    return this.#image.layers.map((layer) => this.#readings.get(layer)!);
  }

  async #scanAll(groups: readonly (readonly LayerSource[])[]): Promise<void> {
    const sizes = groups.map(([layer]) => storedBytesOf(layer!));
    const known = sizes.filter((size) => size !== null);
    const total = known.reduce((sum, size) => sum + size, 0);
    this.#storedBytesTotal = known.length === sizes.length ? total : null;
    const inThreads = known.length < sizes.length || total >= THREADS_FLOOR_BYTES;
    const pool = new ScanPool(inThreads ? this.#options.workers : 0);
    const onOuterAbort = (): void => this.#abort.abort(this.#options.signal?.reason);
    this.#options.signal?.addEventListener('abort', onOuterAbort, { once: true });
    try {
      this.#tellProgress();
      await waitForTick(groups.flatMap(([layer]) => fileIdentityOf(layer!)));
      const single = groups.filter(([layer]) => layer!.location.kind !== 'export');
      const exported = groups.filter(([layer]) => layer!.location.kind === 'export');
      // The largest first, so that no thread is left alone with one at the end.
      const sorted = [...single].sort(([a], [b]) => (storedBytesOf(b!) ?? 0) - (storedBytesOf(a!) ?? 0));
      const work = sorted.map((group) => this.#scanGroup(group, pool));
      if (exported.length > 0 || this.#image.isConfigProvisional === true)
        work.push(this.#scanExport(exported, pool));
      await settleOrAbort(work, this.#abort);
    } catch (error) {
      // Whatever was under way fails in its own words when the run is stopped.
      throwIfAborted(this.#options.signal);
      throw error;
    } finally {
      this.#options.signal?.removeEventListener('abort', onOuterAbort);
      await pool.close();
    }
  }

  /** Scans a layer that can be read on its own. */
  async #scanGroup(group: readonly LayerSource[], pool: ScanPool): Promise<void> {
    const layer = group[0]!;
    try {
      const job = await this.#makeJob(layer);
      const wantStoredDigest = this.#options.verify === true && layer.descriptor !== null;
      const options = { wantStoredDigest, budget: this.#growthBudget };
      const scan = await pool.scan(job, options, this.#abort.signal, (bytes) => this.#addProgress(bytes));
      const storedDigest = wantStoredDigest ? await this.#digestStored(layer, job, scan) : null;
      this.#takeScan(group, scan, storedDigest);
    } catch (error) {
      throw withSubject(error, this.#nameLayer(layer));
    }
  }

  async #makeJob({ location }: LayerSource): Promise<ScanJob> {
    switch (location.kind) {
      case 'file':
        return location;
      case 'packed':
        return location.unpack(this.#abort.signal);
      case 'stream':
        return { kind: 'stream', open: (signal) => location.open(signal) };
      case 'export':
        throw new PlimsollError('INTERNAL', 'a layer of an export cannot be read alone');
    }
  }

  /**
   * Scans the layers of an engine's export as they stream by; those that are known already are passed over unread, and
   * the export is left once nothing more is wanted of it.
   */
  async #scanExport(groups: readonly (readonly LayerSource[])[], pool: ScanPool): Promise<void> {
    const groupOf = new Map(groups.flatMap((group) => group.map((layer) => [layer.index, group] as const)));
    const state = { groups, groupOf, pool, areNamesRight: true };
    const isDone = (): boolean =>
      this.#image.isConfigProvisional !== true && groups.every(([layer]) => this.#readings.has(layer!));
    for await (const blob of untilAborted(this.#exportLayers(), this.#abort.signal)) {
      await this.#scanExported(blob, state);
      if (isDone()) return;
    }
    const missing = groups.find(([layer]) => !this.#readings.has(layer!));
    if (missing !== undefined)
      throw new PlimsollError('IMAGE_INVALID', 'the export of the engine lacks a layer', {
        subject: this.#nameLayer(missing[0]!),
      });
  }

  /** Which member is which layer is only assumed until the bytes were read; their digests tell. */
  async #scanExported(blob: ExportedBlob, state: ExportState): Promise<void> {
    const offered = blob.layerIndexes.flatMap((index) => state.groupOf.get(index) ?? []);
    const assumed = offered.find((layer) => !this.#readings.has(layer)) ?? offered[0];
    if (assumed === undefined || (state.areNamesRight && this.#readings.has(assumed))) return;
    try {
      const job: ScanJob = { kind: 'stream', open: () => blob.read() };
      const wantStoredDigest = assumed.descriptor !== null;
      const options = { wantStoredDigest, budget: this.#growthBudget };
      const scan = await state.pool.scan(job, options, this.#abort.signal, (bytes) =>
        this.#addProgress(bytes),
      );
      const group = state.groupOf.get(assumed.index)!;
      if (wantStoredDigest) this.#takeScan(group, scan, await this.#digestStored(assumed, job, scan));
      else this.#takeUnnamed(scan, offered, group, state);
    } catch (error) {
      throw withSubject(error, this.#nameLayer(assumed));
    }
  }

  /** Takes a member that only its diffId names. */
  #takeUnnamed(
    scan: LayerScan,
    offered: readonly LayerSource[],
    assumed: readonly LayerSource[],
    state: ExportState,
  ): void {
    const { diffId } = scan.facts;
    const stated = assumed[0]!.diffId;
    const isGuess = offered.some((layer) => layer.diffId !== stated);
    state.areNamesRight &&= isGuess || diffId === stated;
    const actual = state.groups.find(([layer]) => layer!.diffId === diffId);
    if (actual !== undefined) {
      if (!this.#readings.has(actual[0]!)) this.#takeScan(actual, scan, null);
    } else if (!isGuess && !this.#image.layers.some((layer) => layer.diffId === diffId))
      this.#takeScan(assumed, scan, null);
  }

  #exportLayers(): AsyncIterable<ExportedBlob> {
    const blobs = this.#image.exportLayers?.(this.#abort.signal);
    if (blobs === undefined)
      throw new PlimsollError('INTERNAL', 'an image without an export has such layers');
    return blobs;
  }

  /** The digest of a blob's stored bytes, by the algorithm that its descriptor states. */
  async #digestStored(layer: LayerSource, job: ScanJob, scan: LayerScan): Promise<Digest | null> {
    const stated = layer.descriptor!.digest;
    if (digestAlgorithm(stated) === 'sha256') return scan.storedDigest;
    // The scan knows sha256 only; a stream's source compares by itself.
    return job.kind === 'file' ? digestRange(job, stated, this.#abort.signal) : null;
  }

  /** Takes what a scan found; `storedDigest` is null where the stored bytes were not digested here. */
  #takeScan(group: readonly LayerSource[], scan: LayerScan, storedDigest: Digest | null): void {
    const layer = group[0]!;
    const { location } = layer;
    if (scan.facts.diffId !== layer.diffId && !scan.isFileUnchanged && location.kind === 'file')
      throw fileChanged(location.path);
    if (scan.facts.diffId !== layer.diffId)
      throw new PlimsollError(
        'DIFFID_MISMATCH',
        `the config states the diffId ${layer.diffId}, the layer's is ${scan.facts.diffId}`,
        {
          hint: 'The image is damaged or forged; pull or build it again.',
        },
      );
    const stated = layer.descriptor?.digest;
    if (storedDigest !== null && storedDigest !== stated)
      throw new PlimsollError(
        'DIGEST_MISMATCH',
        `the manifest states the digest ${stated}, the blob's is ${storedDigest}`,
        { hint: 'The image is damaged or forged; pull or build it again.' },
      );
    const { facts, compression, storedBytes, shipped } = scan;
    this.#setReadings(group, { facts, compression, storedBytes, shipped, isFromCache: false });
    const keys: string[] = [];
    const isRange = location.kind === 'file' || location.kind === 'packed';
    // Of a file that changed since, nothing is proven: these bytes may have been another file's.
    if (isRange && scan.isFileUnchanged) keys.push(fileKey(location));
    // Where there is no descriptor the figures must follow from the diffId alone, as those of a plain tar do.
    if (location.kind === 'export' && stated === undefined && compression === 'plain')
      keys.push(engineKey(layer.diffId));
    const isDigestProven = location.kind === 'stream' || storedDigest !== null;
    if (stated !== undefined && isDigestProven) keys.push(digestKey(stated));
    this.#options.cache?.write(keys, facts, { diffId: facts.diffId, compression, storedBytes, shipped });
  }

  /** Takes what the cache has of a layer, where its diffId is proven; false where the layer must be read. */
  #takeCached(group: readonly LayerSource[]): boolean {
    const { cache, verify } = this.#options;
    const layer = group[0]!;
    if (cache === undefined || verify === true) return false;
    const proof = findProof(this.#image, layer, cache);
    if (proof === undefined) return false;
    const facts = cache.readFacts(proof.diffId);
    if (facts === undefined || facts.entryCount !== proof.shipped.length) return false;
    const { compression, storedBytes, shipped } = proof;
    this.#setReadings(group, { facts, compression, storedBytes, shipped, isFromCache: true });
    return true;
  }

  #setReadings(group: readonly LayerSource[], reading: Reading): void {
    this.#factsBudget.count(reading.facts, group.length);
    for (const layer of group) this.#readings.set(layer, reading);
    this.#tellProgress();
  }

  #addProgress(storedBytes: number): void {
    this.#storedBytesDone += storedBytes;
    this.#tellProgress();
  }

  #tellProgress(): void {
    this.#options.onProgress?.({
      layersDone: this.#readings.size,
      layersTotal: this.#image.layers.length,
      storedBytesDone: this.#storedBytesDone,
      storedBytesTotal: this.#storedBytesTotal,
    });
  }

  #nameLayer(layer: LayerSource): string {
    const digest = layer.descriptor?.digest ?? layer.diffId;
    return `${this.#image.reference}, layer ${layer.index} (${digest.slice(0, 19)})`;
  }
}

function fileIdentityOf({ location }: LayerSource): readonly FileIdentity[] {
  return location.kind === 'file' ? [location.identity] : [];
}

/** Waits for all; at the first failure the others are told to stop, and that failure is thrown. */
async function settleOrAbort(work: readonly Promise<void>[], abort: AbortController): Promise<void> {
  try {
    await Promise.all(work);
  } catch (error) {
    abort.abort(error);
    await Promise.allSettled(work);
    throw error;
  }
}
