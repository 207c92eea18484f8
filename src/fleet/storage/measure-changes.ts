// What changed how often in a fleet's history: moment by moment, image by image, and in the place of each layer.
import type { FleetHistory, FleetImage, FleetMoment } from '../snapshot/fleet-snapshot.ts';
import { estimateSizes } from './estimate-sizes.ts';
import { findLayerHomes } from './find-layer-homes.ts';

/** A history in detail. Bytes are of blobs that were not there before, each once, as `FleetChurn` counts them. */
export interface FleetChanges {
  /** Oldest first. What was there at the first moment counts as pushed by nobody. */
  readonly moments: readonly MomentChanges[];
  /** Every image that was ever there, by name, those of the last moment first and in its order. */
  readonly images: readonly ImageChanges[];
  /** By the layers' numbers. */
  readonly layers: LayerChanges;
}

/** What one moment brought. */
export interface MomentChanges {
  readonly at: string;
  readonly images: number;
  /** Images with another digest than the moment before, or that were not there. */
  readonly changedImages: number;
  readonly pushedBytes: number;
}

/** An image over time, under one name. */
export interface ImageChanges {
  readonly name: string;
  /** How often another digest was found than at the last sight of it; the first sight counts, unless it is the first moment. */
  readonly changes: number;
  /** New blobs that it was the first to need; where several images needed one at once, the one with the fewest layers. */
  readonly pushedBytes: number;
  /** The moment of its last change; 0 where it never changed. */
  readonly lastChange: number;
  readonly isThere: boolean;
}

/** Layers of the last moment. */
export interface LayerChanges {
  /** The moment since which the layer has been there, without a break; -1 where it is not there now. */
  readonly since: Int32Array;
  /** How often another layer was found in its place: at that height of the image of the fewest layers that has it. */
  readonly changes: Uint32Array;
}

/** Measures a history, in which no two images of a moment have one name. */
export function measureChanges({ moments, layers }: FleetHistory): FleetChanges {
  const counts = new Uint32Array(layers.count);
  for (const { images } of moments)
    for (const image of images) for (const layer of image.layers) counts[layer] = 1;
  const { bytes } = estimateSizes(layers, counts).shipped;
  const seen = new Uint8Array(layers.count);
  const lines = new Map<string, Line>();
  const told = moments.map(({ at, images }, m): MomentChanges => {
    let [changedImages, pushedBytes] = [0, 0];
    for (const { name, digest } of images) {
      const line = lines.get(name) ?? {
        digest: undefined,
        changes: 0,
        pushedBytes: 0,
        lastChange: 0,
        last: -1,
      };
      lines.set(name, line);
      const isNew = line.last < 0 || line.digest !== digest;
      if (isNew && m > 0) {
        line.changes++;
        line.lastChange = m;
        changedImages++;
      }
      line.digest = digest;
      line.last = m;
    }
    for (const [layer, first] of findFirstNeeds(images, seen)) {
      if (m === 0) continue;
      pushedBytes += bytes[layer]!;
      lines.get(first.name)!.pushedBytes += bytes[layer]!;
    }
    return { at, images: images.length, changedImages, pushedBytes };
  });
  const now = moments.at(-1)?.images ?? [];
  const names = new Set([...now.map(({ name }) => name), ...lines.keys()]);
  return {
    moments: told,
    images: [...names].map((name): ImageChanges => {
      const { changes, pushedBytes, lastChange, last } = lines.get(name)!;
      return { name, changes, pushedBytes, lastChange, isThere: last === moments.length - 1 };
    }),
    layers: followPlaces(moments, layers.count),
  };
}

interface Line {
  digest: string | undefined;
  changes: number;
  pushedBytes: number;
  lastChange: number;
  /** The moment at which it was last seen. */
  last: number;
}

/** Layers that were not seen before, each with the image of the fewest layers that has it; they count as seen then. */
function findFirstNeeds(images: readonly FleetImage[], seen: Uint8Array): ReadonlyMap<number, FleetImage> {
  const needs = new Map<number, FleetImage>();
  for (const image of images)
    for (const layer of image.layers) {
      if (seen[layer] === 1) continue;
      const known = needs.get(layer);
      if (known === undefined || image.layers.length < known.layers.length) needs.set(layer, image);
    }
  for (const layer of needs.keys()) seen[layer] = 1;
  return needs;
}

function followPlaces(moments: readonly FleetMoment[], layerCount: number): LayerChanges {
  const now = moments.at(-1)?.images ?? [];
  const homes = findLayerHomes(now, layerCount);
  const since = new Int32Array(layerCount).fill(-1);
  const changes = new Uint32Array(layerCount);
  /** By image name: the layers that have their place in it. */
  const places = new Map<string, number[]>();
  for (const [layer, home] of homes.images.entries()) {
    if (home < 0) continue;
    const { name } = now[home]!;
    const known = places.get(name);
    if (known === undefined) places.set(name, [layer]);
    else known.push(layer);
  }
  const found = new Int32Array(layerCount).fill(-1);
  const last = new Int32Array(layerCount).fill(-2);
  for (const [m, { images }] of moments.entries())
    for (const image of images) {
      for (const layer of image.layers) {
        if (last[layer] === m) continue;
        if (last[layer] !== m - 1) since[layer] = m;
        last[layer] = m;
      }
      for (const layer of places.get(image.name) ?? []) {
        const there = image.layers[homes.depths[layer]!] ?? -1;
        if (found[layer] !== there && found[layer] !== -1) changes[layer]!++;
        found[layer] = there;
      }
    }
  for (let layer = 0; layer < layerCount; layer++) if (homes.images[layer]! < 0) since[layer] = -1;
  return { since, changes };
}
