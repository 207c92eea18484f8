// Bills a rewrite: the fleet measured with the old images and with the new ones, by the same functions as `fleet storage`.
import type { FleetSnapshot } from '../snapshot/fleet-snapshot.ts';
import { estimateSizes } from '../storage/estimate-sizes.ts';
import type { FleetStorage, ImageStorage } from '../storage/fleet-storage.ts';
import { findLayerUsers } from '../storage/layer-users.ts';
import { measureStorage } from '../storage/measure-storage.ts';
import type { Change, FleetBill } from './fleet-bill.ts';
import { type ReplacedFleet, replaceImages } from './replace-images.ts';
import type { RewrittenStack } from './rewritten-stack.ts';

/** The bill of images that were rewritten together. */
export function billRewrites(fleet: FleetSnapshot, stacks: readonly RewrittenStack[]): FleetBill {
  const { filled, shippedBasis, entryBasis } = fillSizes(fleet);
  const replaced = replaceImages(filled, stacks);
  const { places, newcomers } = replaced;
  const before = measureStorage(replaced.before);
  const after = measureStorage(replaced.after);
  const sumOf = (of: (image: ImageStorage) => number): Change => ({
    before: places.reduce((sum, place) => sum + of(before.images[place]!), 0),
    after: places.reduce((sum, place) => sum + of(after.images[place]!), 0),
  });
  const shared = {
    before: sumShared(replaced.before, before, places),
    after: sumShared(replaced.after, after, places),
  };
  return {
    kind: 'fleet-bill',
    imageCount: before.imageCount,
    rewritten: places.map((place) => before.images[place]!.name),
    newcomers,
    siblingCount: countSiblings(replaced, before),
    sharedBytes: shared,
    privatisedBytes: Math.max(0, shared.before - shared.after),
    registry: {
      now: { before: before.unique.estimateBytes, after: after.unique.estimateBytes },
      pushedBytes: sumNew(replaced, before, after),
      perRelease: sumOf(({ ownBytes }) => ownBytes),
      basis: shippedBasis ?? after.unique.basis,
    },
    node: {
      now: { before: before.node.estimateBytes, after: after.node.estimateBytes },
      perRelease: sumOf(({ nodeMarginalBytes }) => nodeMarginalBytes),
      basis: entryBasis ?? after.node.basis,
    },
  };
}

/** The fleet with its own estimates where sizes are not known: what is rewritten must not change what the others are taken for. */
function fillSizes(fleet: FleetSnapshot): {
  readonly filled: FleetSnapshot;
  readonly shippedBasis: string | undefined;
  readonly entryBasis: string | undefined;
} {
  const { layers } = fleet;
  const { shipped, entry } = estimateSizes(layers, findLayerUsers(fleet).counts);
  const fill = (known: Float64Array, estimated: Float64Array): Float64Array =>
    known.map((size, layer) => (Number.isNaN(size) ? estimated[layer]! : size));
  return {
    filled: {
      ...fleet,
      layers: {
        ...layers,
        shippedBytes: fill(layers.shippedBytes, shipped.bytes),
        entryBytes: fill(layers.entryBytes, entry.bytes),
      },
    },
    shippedBasis: shipped.basis,
    entryBasis: entry.basis,
  };
}

/** Layers that any of the places has, and any image beside them. */
function sumShared(
  { images, layers }: FleetSnapshot,
  storage: FleetStorage,
  places: readonly number[],
): number {
  const own = new Uint32Array(layers.count);
  for (const place of places) for (const layer of new Set(images[place]!.layers)) own[layer]!++;
  let sum = 0;
  for (let layer = 0; layer < layers.count; layer++)
    if (own[layer]! > 0 && storage.layers.users.counts[layer]! > own[layer]!)
      sum += storage.layers.shippedBytes[layer]!;
  return sum;
}

/** Blobs that the fleet did not have. */
function sumNew(
  { after: { images }, places }: ReplacedFleet,
  before: FleetStorage,
  after: FleetStorage,
): number {
  const pushed = new Set(places.flatMap((place) => [...images[place]!.layers]));
  let sum = 0;
  for (const layer of pushed)
    if (before.layers.users.counts[layer] === 0) sum += after.layers.shippedBytes[layer]!;
  return sum;
}

function countSiblings({ before: { images }, places }: ReplacedFleet, { layers }: FleetStorage): number {
  const { starts, images: users } = layers.users;
  const siblings = new Set<number>();
  for (const place of places)
    for (const layer of images[place]!.layers)
      for (let i = starts[layer]!; i < starts[layer + 1]!; i++) siblings.add(users[i]!);
  for (const place of places) siblings.delete(place);
  return siblings.size;
}
