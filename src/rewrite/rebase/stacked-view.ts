// The application's layers put on the new base, as a view that can be asked before anything is written.
import type { LayerContents } from '../../contents/image-contents.ts';
import { buildInventory } from '../../contents/packages/build-inventory.ts';
import type { Inventory } from '../../contents/packages/inventory.ts';
import type { LayerPlace } from '../../contents/read-nodes.ts';
import { squashLayers } from '../../contents/view/squash-layers.ts';
import type { SquashedView } from '../../contents/view/squashed-view.ts';
import type { RebaseSubject } from './rebase-side.ts';

/** What the rebased image shows. */
export interface StackedImage {
  readonly view: SquashedView;
  readonly inventory: Inventory;
  /** How many of its lowest layers are the new base's. */
  readonly baseLayerCount: number;
  /** Where each layer can be read; the merge layer is nowhere yet. */
  placeOf(layer: number): LayerPlace;
}

/** Stacks the new base's layers, the application's and, where there is one, the layer of merged files. */
export async function stackLayers(
  { image, baseLayerCount, newBase }: RebaseSubject,
  merged?: LayerContents,
  signal?: AbortSignal,
): Promise<StackedImage> {
  const lower = newBase.contents.layers;
  const own = image.contents.layers.slice(baseLayerCount);
  const layers = [...lower, ...own, ...(merged === undefined ? [] : [merged])].map((layer, index) => ({
    ...layer,
    index,
  }));
  const view = squashLayers(layers.map(({ facts }) => facts));
  return {
    view,
    inventory: await buildInventory({ layers, view }, signal),
    baseLayerCount: lower.length,
    placeOf: (layer) =>
      layer < lower.length
        ? { image: newBase.opened, layer }
        : { image: image.opened, layer: layer - lower.length + baseLayerCount },
  };
}
