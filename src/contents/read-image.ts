// Reads an opened image whole: facts of each unique layer from the cache or by one pass, then the squashed view.
import { PlimsollError, withSubject } from '../errors.ts';
import { type Digest, digestAlgorithm } from '../oci/bytes/digest.ts';
import { type FileIdentity, waitForTick } from '../oci/image/file-identity.ts';
import type { LayerSource, OpenedImage } from '../oci/image/image.ts';
import { throwIfAborted } from '../oci/layout/check-abort.ts';
import type { FactsCache } from './cache/facts-cache.ts';
import { ExportReader } from './export-reader.ts';
import { ALL_READINGS, type FactsReadings, stateReadings } from './facts/facts-readings.ts';
import type { ImageContents, LayerContents } from './image-contents.ts';
import { type DigestedScan, type LayerGroup, LayerReadings, type Reading } from './layer-readings.ts';
import { buildInventory } from './packages/build-inventory.ts';
import { groupSame, storedBytesOf } from './same-layers.ts';
import { digestRange } from './scan/digest-range.ts';
import { GrowthBudget } from './scan/growth-budget.ts';
import type { LayerScan } from './scan/scan-layer.ts';
import { ScanPool } from './scan/scan-pool.ts';
import type { ScanJob } from './scan/scan-worker.ts';
import type { SharedReading } from './shared-reading.ts';
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
  /** What is read of files beside what every entry has; all there is where it is not given. */
  readonly readings?: FactsReadings;
  /** Where other images are read at the same time through the same cache; `workers` is of no account with it. */
  readonly shared?: SharedReading;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReadProgress) => void;
}

/** Layers that together store less than this are scanned in the calling thread: a thread takes longer to start. */
const THREADS_FLOOR_BYTES = 2 * 1024 * 1024;

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
  const { secretRules } = options.readings ?? ALL_READINGS;
  // The rules are loaded only here, where an image is not just told again.
  const { readConfig } = await import('./secrets/read-config.ts');
  const told = await readConfig(image.config, image.annotations, secretRules);
  return {
    transport: image.transport,
    reference: image.reference,
    digest: image.digest,
    config: told.config,
    storedConfig: image.config,
    annotations: told.annotations,
    layers,
    view,
    secrets: told.secrets,
    inventory: await buildInventory({ layers, view }, options.signal),
    baseLayerCount: options.baseLayerCount ?? 0,
  };
}

class ImageReader {
  readonly #image: OpenedImage;
  readonly #options: ReadOptions;
  readonly #abort = new AbortController();
  readonly #readings: LayerReadings;
  readonly #growthBudget = new GrowthBudget();
  #storedBytesDone = 0;
  #storedBytesTotal: number | null = 0;

  constructor(image: OpenedImage, options: ReadOptions) {
    this.#image = image;
    this.#options = options;
    const readings = stateReadings(options.readings ?? ALL_READINGS);
    this.#readings = new LayerReadings(image, options.cache, readings, () => this.#tellProgress());
  }

  async readLayers(): Promise<readonly Reading[]> {
    const { cache, verify, signal, shared } = this.#options;
    throwIfAborted(signal);
    const mustRead = ([layer]: LayerGroup): boolean => verify === true && shared?.hasRead(layer!) !== true;
    const takeCached = (group: LayerGroup): boolean => !mustRead(group) && this.#readings.takeCached(group);
    const unread = groupSame(this.#image.layers).filter((group) => !takeCached(group));
    if (unread.length > 0 || this.#image.isConfigProvisional === true) {
      if (shared === undefined || cache === undefined) await this.#scanAll(unread);
      else await shared.read(unread, { takeCached, scan: (groups, finish) => this.#scanAll(groups, finish) });
    }
    cache?.clean();
    return this.#readings.list();
  }

  async #scanAll(
    groups: readonly LayerGroup[],
    finish: (group: LayerGroup) => void = () => {},
  ): Promise<void> {
    if (groups.length === 0 && this.#image.isConfigProvisional !== true) return;
    const sizes = groups.map(([layer]) => storedBytesOf(layer!));
    const known = sizes.filter((size) => size !== null);
    const total = known.reduce((sum, size) => sum + size, 0);
    this.#storedBytesTotal = known.length === sizes.length ? total : null;
    const inThreads = known.length < sizes.length || total >= THREADS_FLOOR_BYTES;
    const { shared } = this.#options;
    const pool = shared?.pool ?? new ScanPool(inThreads ? this.#options.workers : 0);
    const onOuterAbort = (): void => this.#abort.abort(this.#options.signal?.reason);
    this.#options.signal?.addEventListener('abort', onOuterAbort, { once: true });
    try {
      this.#tellProgress();
      await waitForTick(groups.flatMap(([layer]) => fileIdentityOf(layer!)));
      const single = groups.filter(([layer]) => layer!.location.kind !== 'export');
      const exported = groups.filter(([layer]) => layer!.location.kind === 'export');
      // The largest first, so that no thread is left alone with one at the end.
      const sorted = [...single].sort(([a], [b]) => (storedBytesOf(b!) ?? 0) - (storedBytesOf(a!) ?? 0));
      const work = sorted.map((group) => this.#scanGroup(group, pool).finally(() => finish(group)));
      if (exported.length > 0 || this.#image.isConfigProvisional === true)
        work.push(this.#readExport(exported, pool));
      await settleOrAbort(work, this.#abort);
    } catch (error) {
      // Whatever was under way fails in its own words when the run is stopped.
      throwIfAborted(this.#options.signal);
      throw error;
    } finally {
      this.#options.signal?.removeEventListener('abort', onOuterAbort);
      if (shared === undefined) await pool.close();
    }
  }

  /** Scans a layer that can be read on its own. */
  async #scanGroup(group: LayerGroup, pool: ScanPool): Promise<void> {
    const layer = group[0]!;
    try {
      const job = await this.#makeJob(layer);
      const wantStoredDigest = this.#options.verify === true && layer.descriptor !== null;
      this.#readings.takeScan(group, await this.#scan(layer, job, wantStoredDigest, pool));
    } catch (error) {
      throw withSubject(error, this.#nameLayer(layer));
    }
  }

  #readExport(groups: readonly LayerGroup[], pool: ScanPool): Promise<void> {
    return new ExportReader({
      image: this.#image,
      groups,
      readings: this.#readings,
      scan: (layer, job, wantStoredDigest) => this.#scan(layer, job, wantStoredDigest, pool),
      signal: this.#abort.signal,
      nameLayer: (layer) => this.#nameLayer(layer),
    }).read();
  }

  async #scan(
    layer: LayerSource,
    job: ScanJob,
    wantStoredDigest: boolean,
    pool: ScanPool,
  ): Promise<DigestedScan> {
    const { readings = ALL_READINGS, shared } = this.#options;
    const options = { wantStoredDigest, readings, budget: this.#growthBudget };
    // A shared pool closes with its signal, so that must not be the one of a single image.
    const signal = shared?.signal ?? this.#abort.signal;
    const scan = await pool.scan(job, options, signal, (bytes) => this.#addProgress(bytes));
    shared?.countScan(layer, scan);
    return { scan, storedDigest: wantStoredDigest ? await this.#digestStored(layer, job, scan) : null };
  }

  /** The digest of a blob's stored bytes, by the algorithm that its descriptor states. */
  async #digestStored(layer: LayerSource, job: ScanJob, scan: LayerScan): Promise<Digest | null> {
    const stated = layer.descriptor!.digest;
    if (digestAlgorithm(stated) === 'sha256') return scan.storedDigest;
    // The scan knows sha256 only; a stream's source compares by itself.
    return job.kind === 'file' ? digestRange(job, stated, this.#abort.signal) : null;
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

  #addProgress(storedBytes: number): void {
    this.#storedBytesDone += storedBytes;
    this.#tellProgress();
  }

  #tellProgress(): void {
    this.#options.onProgress?.({
      layersDone: this.#readings.layerCount,
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
