// Several images that are read side by side: one pool of threads for all of them, and each layer is read by one image alone,
// while the others that have it wait. What was read is handed over through the cache, which such a run must have.
import type { LayerSource } from '../oci/image/image.ts';
import { throwIfAborted } from '../oci/layout/check-abort.ts';
import { lookupKey } from './cache/blob-key.ts';
import type { LayerGroup } from './layer-readings.ts';
import type { LayerScan } from './scan/scan-layer.ts';
import { ScanPool } from './scan/scan-pool.ts';

/** What was read of layers; what came from the cache is not among it. */
export interface ReadingCount {
  /** How often a layer was read. */
  readonly scans: number;
  /** How many layers those were; fewer only where one had to be read again. */
  readonly layers: number;
  /** Bytes as they are stored. */
  readonly storedBytes: number;
  /** The same as uncompressed tars. */
  readonly tarBytes: number;
}

/** How one image has its layers read. */
export interface SharedRequest {
  /** Takes what the cache has of a layer by now; false where it has nothing. */
  takeCached(group: LayerGroup): boolean;
  /** Reads layers; `finish` is to be called for each as soon as it is in the cache. */
  scan(groups: readonly LayerGroup[], finish: (group: LayerGroup) => void): Promise<void>;
}

/** What images of one run share while they are read. */
export class SharedReading {
  readonly pool: ScanPool;
  /** Ends all reading; an image that fails stops no other one. */
  readonly signal: AbortSignal;
  readonly #inFlight = new Map<string, Promise<void>>();
  readonly #read = new Set<string>();
  #scans = 0;
  #storedBytes = 0;
  #tarBytes = 0;

  /** `workers`: threads at most, 0 for none; the number of processors where it is not given. */
  constructor(signal: AbortSignal, workers?: number) {
    this.pool = new ScanPool(workers);
    this.signal = signal;
  }

  get count(): ReadingCount {
    const [scans, layers] = [this.#scans, this.#read.size];
    return { scans, layers, storedBytes: this.#storedBytes, tarBytes: this.#tarBytes };
  }

  /** Whether the layer was read in this run, so that there is no need to verify it again. */
  hasRead(layer: LayerSource): boolean {
    const key = lookupKey(layer);
    return key !== null && this.#read.has(key);
  }

  /** Has each of the layers read by one image: by this one, or by another that is at it already. */
  async read(groups: readonly LayerGroup[], request: SharedRequest): Promise<void> {
    let left = groups;
    // All claims are made at once, and nobody waits who has not read his own: two images never wait for each other.
    do {
      const finishers = new Map<LayerGroup, () => void>();
      const others: LayerGroup[] = [];
      const waits: Promise<void>[] = [];
      for (const group of left) {
        const claim = this.#claim(group[0]!);
        if (claim.kind === 'own') finishers.set(group, claim.finish);
        else {
          others.push(group);
          waits.push(claim.reading);
        }
      }
      try {
        await request.scan([...finishers.keys()], (group) => finishers.get(group)?.());
      } finally {
        for (const finish of finishers.values()) finish();
      }
      await Promise.all(waits);
      throwIfAborted(this.signal);
      // One that is still not there failed for the other image; at this one's place it may be whole.
      left = others.filter((group) => !request.takeCached(group));
    } while (left.length > 0);
  }

  /** Counts a layer that was read. */
  countScan(layer: LayerSource, { storedBytes, facts }: LayerScan): void {
    this.#scans++;
    this.#read.add(lookupKey(layer) ?? `unproven ${this.#scans}`);
    this.#storedBytes += storedBytes;
    this.#tarBytes += facts.tarBytes;
  }

  /** Ends the threads. */
  close(): Promise<void> {
    return this.pool.close();
  }

  #claim(
    layer: LayerSource,
  ):
    | { readonly kind: 'own'; readonly finish: () => void }
    | { readonly kind: 'other'; readonly reading: Promise<void> } {
    const key = lookupKey(layer);
    // What nothing can prove is of no use to others.
    if (key === null) return { kind: 'own', finish: () => {} };
    const reading = this.#inFlight.get(key);
    if (reading !== undefined) return { kind: 'other', reading };
    let settle = (): void => {};
    const own = new Promise<void>((resolve) => {
      settle = resolve;
    });
    this.#inFlight.set(key, own);
    const finish = (): void => {
      if (this.#inFlight.get(key) === own) this.#inFlight.delete(key);
      settle();
    };
    return { kind: 'own', finish };
  }
}
