// What follows when a layer changes: each image that has it is built again from there up, so the layers above it are pushed and
// pulled anew too.
import type { FleetSnapshot } from '../snapshot/fleet-snapshot.ts';
import { estimateSizes } from './estimate-sizes.ts';
import { findLayerUsers } from './layer-users.ts';

/** By the layers' numbers; zero where a layer is in no image. All bytes are of blobs. */
export interface BlastRadius {
  /** Images that follow. */
  readonly imageCounts: Uint32Array;
  /** Layers above it in any of these images, each once. */
  readonly layersAbove: Uint32Array;
  /** Pushed into a registry that holds them all: the layer and all above it, each once. */
  readonly pushBytes: Float64Array;
  /** Pulled where each image runs on a node of its own: of each image the layer and all above it. */
  readonly pullBytes: Float64Array;
}

/** Measures it for every layer in use. */
export function measureBlastRadius(fleet: FleetSnapshot): BlastRadius {
  const { images, layers } = fleet;
  const users = findLayerUsers(fleet);
  const { bytes } = estimateSizes(layers, users.counts).shipped;
  const layersAbove = new Uint32Array(layers.count);
  const pushBytes = new Float64Array(layers.count);
  const pullBytes = new Float64Array(layers.count);
  /** The last layer for which this one was counted, plus one; and the last image of it. */
  const pushed = new Uint32Array(layers.count);
  const pulled = new Uint32Array(layers.count);
  let pull = 0;
  for (let layer = 0; layer < layers.count; layer++)
    for (let at = users.starts[layer]!; at < users.starts[layer + 1]!; at++) {
      pull++;
      const stack = images[users.images[at]!]!.layers;
      for (let depth = stack.indexOf(layer); depth < stack.length; depth++) {
        const above = stack[depth]!;
        if (pulled[above] !== pull) {
          pulled[above] = pull;
          pullBytes[layer]! += bytes[above]!;
        }
        if (pushed[above] === layer + 1) continue;
        pushed[above] = layer + 1;
        pushBytes[layer]! += bytes[above]!;
        if (above !== layer) layersAbove[layer]!++;
      }
    }
  return { imageCounts: users.counts, layersAbove, pushBytes, pullBytes };
}
