// Layers as a node keeps them: unpacked, each upon what lies below it. A layer is kept once for each chainId (image-spec
// config.md, "Layer ChainID"), so the same layer above another one is there twice.
import type { Digest } from '../../oci/bytes/digest.ts';
import type { FleetSnapshot } from '../snapshot/fleet-snapshot.ts';

const NONE = 2 ** 32 - 1;

/** What images have in common from the bottom up. */
export interface ChainWalk {
  /** How many chainIds there are. */
  readonly chainCount: number;
  /** By layer: how many chainIds end in it; layers of one diffId are told under the first of them in use. */
  readonly copies: Uint32Array;
  /** By image: how many of its layers, from the bottom, other images have under the same chainId. */
  readonly sharedDepths: Uint32Array;
}

/** Walks the images in the order of their stacks, in which what is common lies side by side. */
export function walkChains(fleet: FleetSnapshot): ChainWalk {
  const { images, layers } = fleet;
  const identities = identifyLayers(fleet);
  const stacks = images.map((image) => image.layers.map((layer) => identities[layer]!));
  const order = Uint32Array.from(stacks.keys()).sort((a, b) => compareStacks(stacks[a]!, stacks[b]!));
  const copies = new Uint32Array(layers.count);
  const sharedDepths = new Uint32Array(images.length);
  let chainCount = 0;
  let previous: number | undefined;
  for (const image of order) {
    const stack = stacks[image]!;
    const depth = previous === undefined ? 0 : commonDepth(stacks[previous]!, stack);
    for (let i = depth; i < stack.length; i++) copies[stack[i]!]!++;
    chainCount += stack.length - depth;
    if (previous !== undefined) sharedDepths[previous] = Math.max(sharedDepths[previous]!, depth);
    sharedDepths[image] = depth;
    previous = image;
  }
  return { chainCount, copies, sharedDepths };
}

/** By layer: the first in use with the same diffId; blobs that hold the same in another compression are one layer on a node. */
function identifyLayers({ images, layers }: FleetSnapshot): Uint32Array {
  const first = new Map<Digest, number>();
  const identities = new Uint32Array(layers.count).fill(NONE);
  for (const image of images)
    for (const layer of image.layers) {
      if (identities[layer] !== NONE) continue;
      const diffId = layers.diffIds[layer];
      const known = diffId === undefined ? layer : first.get(diffId);
      if (known === undefined) first.set(diffId!, layer);
      identities[layer] = known ?? layer;
    }
  return identities;
}

function compareStacks(a: Uint32Array, b: Uint32Array): number {
  const depth = commonDepth(a, b);
  if (depth === a.length || depth === b.length) return a.length - b.length;
  return a[depth]! - b[depth]!;
}

function commonDepth(a: Uint32Array, b: Uint32Array): number {
  const least = Math.min(a.length, b.length);
  let depth = 0;
  while (depth < least && a[depth] === b[depth]) depth++;
  return depth;
}
