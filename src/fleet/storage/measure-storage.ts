// What a fleet costs: one pass over its layers for the registry, one over its stacks for nodes. Sums are of whole numbers below
// 2^53 and therefore exact.
import type { Digest } from '../../oci/bytes/digest.ts';
import type { FleetImage, FleetSnapshot } from '../snapshot/fleet-snapshot.ts';
import { type ChainWalk, walkChains } from './chain-walk.ts';
import { estimateSizes, type FleetSizes, type LayerSizes } from './estimate-sizes.ts';
import type { Amount, FleetStorage, ImageStorage, SingleSquash } from './fleet-storage.ts';
import { findLayerUsers, type LayerUsers } from './layer-users.ts';

/** Measures a fleet. */
export function measureStorage(fleet: FleetSnapshot): FleetStorage {
  const users = findLayerUsers(fleet);
  const sizes = estimateSizes(fleet.layers, users.counts);
  const chains = walkChains(fleet);
  const documents = countDocuments(fleet.images);
  const images = measureImages(fleet, users, sizes, chains, documents);
  const used = Uint32Array.from(users.counts.keys()).filter((layer) => users.counts[layer]! > 0);
  return {
    at: fleet.at,
    imageCount: fleet.images.length,
    layerCount: used.length,
    layerUses: fleet.images.reduce((sum, image) => sum + image.layers.length, 0),
    naive: amount(
      images.reduce((sum, { bytes }) => sum + bytes, 0),
      sizes.shipped,
    ),
    unique: amount(
      used.reduce((sum, layer) => sum + sizes.shipped.bytes[layer]!, 0),
      sizes.shipped,
    ),
    documentBytes: sumDocuments(fleet.images),
    node: amount(sumChains(chains, sizes.entry), sizes.entry),
    nodeDisk: amount(sumChains(chains, sizes.disk), sizes.disk),
    chainCount: chains.chainCount,
    singleSquash: measureSquash(images),
    images,
    layers: {
      used,
      shippedBytes: sizes.shipped.bytes,
      entryBytes: sizes.entry.bytes,
      copies: chains.copies,
      users,
    },
  };
}

function amount(sum: number, { basis }: LayerSizes): Amount {
  return { bytes: basis === undefined ? sum : null, estimateBytes: sum, basis };
}

function measureImages(
  { images }: FleetSnapshot,
  users: LayerUsers,
  { shipped, entry }: FleetSizes,
  chains: ChainWalk,
  documents: ReadonlyMap<Digest, number>,
): readonly ImageStorage[] {
  /** How many users of a layer were given their part. */
  const given = new Uint32Array(users.counts.length);
  const last = new Uint32Array(users.counts.length);
  return images.map((image, i) => {
    let [bytes, ownBytes, partBytes, nodeMarginalBytes] = [0, 0, 0, 0];
    for (const [depth, layer] of image.layers.entries()) {
      if (depth >= chains.sharedDepths[i]!) nodeMarginalBytes += entry.bytes[layer]!;
      if (last[layer] === i + 1) continue;
      last[layer] = i + 1;
      const size = shipped.bytes[layer]!;
      const count = users.counts[layer]!;
      bytes += size;
      if (count === 1) ownBytes += size;
      // The first users take the remainder, a byte each, so that all parts add up.
      partBytes += Math.floor(size / count) + (given[layer]! < size % count ? 1 : 0);
      given[layer]!++;
    }
    const ownDocuments = (image.documents ?? []).filter(({ digest }) => documents.get(digest) === 1);
    return {
      name: image.name,
      layerCount: image.layers.length,
      bytes,
      ownBytes,
      sharedBytes: bytes - ownBytes,
      marginalBytes: ownBytes + ownDocuments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      partBytes,
      nodeMarginalBytes,
    };
  });
}

function sumChains({ copies }: ChainWalk, { bytes }: LayerSizes): number {
  let sum = 0;
  for (let layer = 0; layer < copies.length; layer++) sum += copies[layer]! * bytes[layer]!;
  return sum;
}

function measureSquash(images: readonly ImageStorage[]): SingleSquash {
  const added = Float64Array.from(images, ({ sharedBytes }) => sharedBytes).sort();
  const middle = added.length >> 1;
  return {
    addingCount: images.filter(({ sharedBytes }) => sharedBytes > 0).length,
    medianBytes:
      added.length % 2 === 1 ? added[middle]! : ((added[middle - 1] ?? 0) + (added[middle] ?? 0)) / 2,
    mostBytes: added.at(-1) ?? 0,
  };
}

/** How many images have each document. */
function countDocuments(images: readonly FleetImage[]): ReadonlyMap<Digest, number> {
  const counts = new Map<Digest, number>();
  for (const { documents = [] } of images)
    for (const digest of new Set(documents.map((item) => item.digest)))
      counts.set(digest, (counts.get(digest) ?? 0) + 1);
  return counts;
}

function sumDocuments(images: readonly FleetImage[]): number | null {
  const sizes = new Map<Digest, number>();
  for (const { documents } of images) {
    if (documents === undefined) return null;
    for (const { digest, sizeBytes } of documents) sizes.set(digest, sizeBytes);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
