// Which entries of the layers of a fleet show in any of its images: what has to be read of them, and what nobody sees.
import { ENTRY_KIND, type LayerFacts } from '../../../contents/facts/layer-facts.ts';
import { layerOf, type NumberedLayers } from '../../../contents/view/locate-entry.ts';
import type { Digest } from '../../../oci/bytes/digest.ts';

/** One layer of the fleet. */
export interface ShownLayer {
  readonly facts: LayerFacts;
  /** 1 for each entry whose content or attributes show in an image. */
  readonly isShown: Uint8Array;
}

/** All layers of the fleet, each once. */
export class ShownEntries {
  readonly #layers = new Map<Digest, ShownLayer>();

  get layers(): ReadonlyMap<Digest, ShownLayer> {
    return this.#layers;
  }

  /** The layers of one more image. */
  addStack({ layers }: NumberedLayers): void {
    for (const facts of layers)
      if (!this.#layers.has(facts.diffId))
        this.#layers.set(facts.diffId, { facts, isShown: new Uint8Array(facts.entryCount) });
  }

  /** The entry `entry` of an image whose layers are known. */
  show(stack: NumberedLayers, entry: number): void {
    const layer = layerOf(stack, entry);
    this.#layers.get(stack.layers[layer]!.diffId)!.isShown[entry - stack.entryBases[layer]!] = 1;
  }

  /** Bytes of files that no image shows. */
  get hiddenBytes(): number {
    let sum = 0;
    for (const { facts, isShown } of this.#layers.values())
      for (let i = 0; i < facts.entryCount; i++)
        if (facts.kinds[i] === ENTRY_KIND.file && isShown[i] === 0) sum += facts.sizes[i]!;
    return sum;
  }
}
