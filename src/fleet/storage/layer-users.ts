// Which images have each layer, as columns.
import type { FleetSnapshot } from '../snapshot/fleet-snapshot.ts';

/** The users of layer `i` are `images[starts[i] .. starts[i + 1]]`, rising; an image that has a layer twice is there once. */
export interface LayerUsers {
  readonly counts: Uint32Array;
  readonly starts: Uint32Array;
  readonly images: Uint32Array;
}

/** Turns a fleet round: from images with layers to layers with images. */
export function findLayerUsers({ images, layers }: FleetSnapshot): LayerUsers {
  const counts = new Uint32Array(layers.count);
  /** The last image that was seen with the layer, plus one. */
  const last = new Uint32Array(layers.count);
  for (const [i, image] of images.entries())
    for (const layer of image.layers) {
      if (last[layer] === i + 1) continue;
      last[layer] = i + 1;
      counts[layer]!++;
    }
  const starts = new Uint32Array(layers.count + 1);
  for (let i = 0; i < layers.count; i++) starts[i + 1] = starts[i]! + counts[i]!;
  const users = new Uint32Array(starts[layers.count]!);
  const next = starts.slice();
  last.fill(0);
  for (const [i, image] of images.entries())
    for (const layer of image.layers) {
      if (last[layer] === i + 1) continue;
      last[layer] = i + 1;
      users[next[layer]!++] = i;
    }
  return { counts, starts, images: users };
}
