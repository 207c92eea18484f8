// Where each layer is looked for first: in the image of the fewest layers that has it. Whoever changes the layer changes it there.
import type { FleetImage } from '../snapshot/fleet-snapshot.ts';

/** By the layers' numbers; of no meaning where no image has a layer. */
export interface LayerHomes {
  /** Positions in the images; the first of those with the fewest layers. */
  readonly images: Int32Array;
  /** The layer's place in that image, from 0. */
  readonly depths: Int32Array;
}

/** Finds them; -1 where no image has a layer. */
export function findLayerHomes(images: readonly FleetImage[], layerCount: number): LayerHomes {
  const homes = new Int32Array(layerCount).fill(-1);
  const depths = new Int32Array(layerCount).fill(-1);
  for (const [i, { layers }] of images.entries())
    for (const [depth, layer] of layers.entries()) {
      const home = homes[layer]!;
      // A second place in the same image is no better than the first.
      if (home >= 0 && images[home]!.layers.length <= layers.length) continue;
      homes[layer] = i;
      depths[layer] = depth;
    }
  return { images: homes, depths };
}
