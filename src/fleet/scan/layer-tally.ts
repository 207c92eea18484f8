// The layers of a fleet as its check meets them: how often each is there, what it weighs, and which image brought it.
import type { CheckedImage, CheckedLayer } from './checked-image.ts';
import type { FindingLayer } from './fleet-finding.ts';

/** Sums over a fleet's layers. */
export interface LayerSums {
  /** Layers of all images, each as often as it is there. */
  readonly references: number;
  /** Layers that are there once or more; by blob digest, or by diffId where there are no blobs. */
  readonly unique: number;
  readonly naiveShippedBytes: number;
  readonly uniqueShippedBytes: number;
  readonly naiveTarBytes: number;
  readonly uniqueTarBytes: number;
}

interface Owner {
  readonly image: string;
  readonly index: number;
  readonly layerCount: number;
  readonly layer: CheckedLayer;
}

/** Takes one image after the other. */
export class LayerTally {
  readonly #blobs = new Set<string>();
  readonly #owners = new Map<string, Owner>();
  #sums: LayerSums = {
    references: 0,
    unique: 0,
    naiveShippedBytes: 0,
    uniqueShippedBytes: 0,
    naiveTarBytes: 0,
    uniqueTarBytes: 0,
  };

  get sums(): LayerSums {
    return this.#sums;
  }

  /** Counts an image's layers. */
  add({ name, layers }: CheckedImage): void {
    for (const [index, layer] of layers.entries()) {
      const key = layer.digest ?? layer.diffId;
      const isNew = !this.#blobs.has(key);
      this.#blobs.add(key);
      const { shippedBytes, tarBytes } = layer;
      const sums = this.#sums;
      this.#sums = {
        references: sums.references + 1,
        unique: this.#blobs.size,
        naiveShippedBytes: sums.naiveShippedBytes + shippedBytes,
        uniqueShippedBytes: sums.uniqueShippedBytes + (isNew ? shippedBytes : 0),
        naiveTarBytes: sums.naiveTarBytes + tarBytes,
        uniqueTarBytes: sums.uniqueTarBytes + (isNew ? tarBytes : 0),
      };
      const known = this.#owners.get(layer.diffId);
      if (known === undefined || layers.length < known.layerCount)
        this.#owners.set(layer.diffId, { image: name, index, layerCount: layers.length, layer });
    }
  }

  /** Where a layer comes from, once all images were added. */
  placeOf(diffId: string): FindingLayer {
    const { image, index, layer } = this.#owners.get(diffId)!;
    return { diffId, digest: layer.digest, image, index, instruction: layer.instruction };
  }
}
