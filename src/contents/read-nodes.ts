// Reads files that a view shows, by its nodes: each layer that has any of them is read once. The layers may be of several images.
import type { OpenedImage } from '../oci/image/image.ts';
import { ENTRY_KIND } from './facts/layer-facts.ts';
import { type ReadEntryOptions, readEntries } from './read-entry.ts';
import { layerOf } from './view/locate-entry.ts';
import type { SquashedView } from './view/squashed-view.ts';

/** Where a layer of a view can be read. */
export interface LayerPlace {
  readonly image: OpenedImage;
  readonly layer: number;
}

/** The contents of regular files by node; files that are larger than the limit are missing. Throws as `readEntries` does. */
export async function readNodes(
  view: SquashedView,
  nodes: Iterable<number>,
  placeOf: (layer: number) => LayerPlace,
  options: ReadEntryOptions,
): Promise<ReadonlyMap<number, Buffer>> {
  const byLayer = new Map<number, number[]>();
  for (const node of nodes) {
    if (view.tree.kinds[node] !== ENTRY_KIND.file) continue;
    const layer = layerOf(view, view.inodes[node]!);
    const list = byLayer.get(layer);
    if (list === undefined) byLayer.set(layer, [node]);
    else list.push(node);
  }
  const contents = new Map<number, Buffer>();
  for (const [layer, wanted] of byLayer) {
    const entryOf = (node: number): number => view.inodes[node]! - view.entryBases[layer]!;
    const place = placeOf(layer);
    const read = await readEntries(
      place.image,
      place.layer,
      view.layers[layer]!,
      wanted.map(entryOf),
      options,
    );
    for (const node of wanted) {
      const content = read.get(entryOf(node));
      if (content !== undefined) contents.set(node, content);
    }
  }
  return contents;
}
