// Layers of even size: engines pull layers side by side, and one that is far larger than the rest is what they wait for at the end.
// What an image may still have in layers is spent on halving the largest; tiny layers of the same images were merged before.
import { subtract } from './number-sets.ts';
import type { WorkingLayer, WorkingLayers } from './working-layers.ts';

/** A layer of more bytes than this is halved where its images may have another layer. */
export const EVEN_BYTES = 64 * 2 ** 20;

/** Halves large layers, the largest first; nothing is stored or pulled more for that, but one more layer. */
export function evenLayers(
  layers: WorkingLayers,
  most: number,
  isKept?: (layer: WorkingLayer) => boolean,
): void {
  const open = [...layers.all()].filter((layer) => layer.weight > EVEN_BYTES && !isKept?.(layer));
  while (open.length > 0) {
    open.sort((a, b) => b.weight - a.weight || a.components[0]! - b.components[0]!);
    const layer = open.shift()!;
    const half = layer.images.every((image) => layers.ofImage[image]!.length < most)
      ? halve(layers, layer)
      : undefined;
    if (half === undefined) continue;
    const { images, components } = layer;
    layers.remove(layer, images);
    for (const part of [half, subtract(components, half)]) {
      const added = layers.add(part, images);
      if (added.weight > EVEN_BYTES) open.push(added);
    }
  }
}

/** About half of a layer's bytes: what changes least, so that the rest takes as little with it as can be. */
function halve({ fleet }: WorkingLayers, layer: WorkingLayer): Int32Array | undefined {
  if (layer.components.length < 2) return undefined;
  const stay = (c: number): number => fleet.originStays[fleet.origins[c]!]!;
  const sorted = [...layer.components].sort(
    (a, b) => stay(b) - stay(a) || fleet.origins[a]! - fleet.origins[b]! || a - b,
  );
  let bytes = 0;
  let best = 1;
  let distance = Number.POSITIVE_INFINITY;
  for (let i = 1; i < sorted.length; i++) {
    bytes += fleet.weights[sorted[i - 1]!]!;
    const now = Math.abs(layer.weight - 2 * bytes);
    if (now < distance) [best, distance] = [i, now];
  }
  return Int32Array.from(sorted.slice(0, best)).sort();
}
