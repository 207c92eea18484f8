// Large layers of exactly the same size and different digests: a hint, and no more, that one content was built several times.
import type { FleetSnapshot } from '../../snapshot/fleet-snapshot.ts';
import { findLayerUsers } from '../../storage/layer-users.ts';

/** Layers of one size. */
export interface EqualSizeGroup {
  readonly sizeBytes: number;
  /** Numbers of layers, those with the most users first. */
  readonly layers: readonly number[];
  readonly images: number;
}

/** Smaller ones are equal by chance. */
const FLOOR_BYTES = 1_000_000;

/** Finds them, the most bytes first. */
export function findEqualSizes(fleet: FleetSnapshot): readonly EqualSizeGroup[] {
  const { shippedBytes } = fleet.layers;
  const users = findLayerUsers(fleet);
  const bySize = new Map<number, number[]>();
  for (const [layer, bytes] of shippedBytes.entries()) {
    if (!(bytes > FLOOR_BYTES) || users.counts[layer] === 0) continue;
    const group = bySize.get(bytes);
    if (group === undefined) bySize.set(bytes, [layer]);
    else group.push(layer);
  }
  return [...bySize]
    .filter(([, layers]) => layers.length > 1)
    .map(([sizeBytes, layers]) => ({
      sizeBytes,
      layers: layers.sort((a, b) => users.counts[b]! - users.counts[a]! || a - b),
      images: layers.reduce((sum, layer) => sum + users.counts[layer]!, 0),
    }))
    .sort(
      (a, b) =>
        b.sizeBytes * (b.layers.length - 1) - a.sizeBytes * (a.layers.length - 1) ||
        a.layers[0]! - b.layers[0]!,
    );
}
