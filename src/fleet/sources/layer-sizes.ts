// What earlier runs found out about layers: the sizes of their files and what they take on disk. Only proven facts count.
import { digestKey } from '../../contents/cache/blob-key.ts';
import type { FactsCache } from '../../contents/cache/facts-cache.ts';
import { findProof } from '../../contents/cache/find-proof.ts';
import type { Digest } from '../../oci/bytes/digest.ts';
import type { LayerSource, OpenedImage } from '../../oci/image/image.ts';
import type { LayerTable } from '../snapshot/layer-table.ts';
import { measureLayerDisk } from '../storage/measure-layer-disk.ts';

/** What facts tell of a layer's size. */
export interface KnownSizes {
  readonly entryBytes: number;
  readonly diskBytes: number;
}

/** Any facts do. */
const LEAST = { hasPackages: false, secretRules: '' };

/** Asks the cache, once a layer. */
export class LayerSizesReader {
  readonly #cache: FactsCache;
  readonly #known = new Map<Digest, KnownSizes | undefined>();

  constructor(cache: FactsCache) {
    this.#cache = cache;
  }

  /** The sizes of a layer whose diffId is proven. */
  read(diffId: Digest): KnownSizes | undefined {
    if (this.#known.has(diffId)) return this.#known.get(diffId);
    const facts = this.#cache.readFacts(diffId, LEAST);
    const sizes = facts && { entryBytes: facts.entryBytes, diskBytes: measureLayerDisk(facts) };
    this.#known.set(diffId, sizes);
    return sizes;
  }

  /** The sizes of an opened image's layer, where an earlier run proved what it is. */
  readLayer(image: Pick<OpenedImage, 'diffIdsVouched'>, layer: LayerSource): KnownSizes | undefined {
    return findProof(image, layer, this.#cache) === undefined ? undefined : this.read(layer.diffId);
  }

  /** Fills in what is known of blobs of which an earlier run compared the bytes with the digest. */
  fill(table: LayerTable): void {
    const { count, digests, entryBytes, diskBytes } = table.finish();
    const mayBeProven = this.#cache.createProofFilter();
    for (let layer = 0; layer < count; layer++) {
      if (!Number.isNaN(entryBytes[layer]) && !Number.isNaN(diskBytes?.[layer])) continue;
      const digest = digests[layer]!;
      const key = digestKey(digest);
      const proof = mayBeProven(key) ? this.#cache.readProof(key) : undefined;
      const sizes = proof && this.read(proof.diffId);
      if (proof !== undefined && sizes !== undefined) table.add({ digest, diffId: proof.diffId, ...sizes });
    }
  }
}
