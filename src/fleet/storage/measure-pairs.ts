// What a development image and its production image cost together, in a registry.
import type { FleetSnapshot } from '../snapshot/fleet-snapshot.ts';
import { estimateSizes } from './estimate-sizes.ts';
import { findLayerUsers } from './layer-users.ts';
import type { ImagePair } from './pair-images.ts';

/** One pair; all bytes are of blobs in a registry, each once. */
export interface PairStorage {
  readonly development: string;
  readonly production: string;
  readonly platform: { readonly os: string; readonly architecture: string };
  readonly developmentBytes: number;
  readonly productionBytes: number;
  /** What both have. */
  readonly sharedBytes: number;
  /** What both take side by side. */
  readonly togetherBytes: number;
  /** What the production image adds where the development image is; 0 where it lies wholly inside. */
  readonly productionAddsBytes: number;
  readonly developmentAddsBytes: number;
}

/** Measures pairs of images. */
export function measurePairs(fleet: FleetSnapshot, pairs: readonly ImagePair[]): readonly PairStorage[] {
  if (pairs.length === 0) return [];
  const { bytes } = estimateSizes(fleet.layers, findLayerUsers(fleet).counts).shipped;
  const sum = (layers: Iterable<number>): number => {
    let total = 0;
    for (const layer of layers) total += bytes[layer]!;
    return total;
  };
  return pairs.map(({ development, production }) => {
    const [dev, prod] = [fleet.images[development]!, fleet.images[production]!];
    const own = new Set(dev.layers);
    const others = new Set(prod.layers);
    const [developmentBytes, productionBytes] = [sum(own), sum(others)];
    const sharedBytes = sum([...others].filter((layer) => own.has(layer)));
    return {
      development: dev.name,
      production: prod.name,
      platform: prod.platform,
      developmentBytes,
      productionBytes,
      sharedBytes,
      togetherBytes: developmentBytes + productionBytes - sharedBytes,
      productionAddsBytes: productionBytes - sharedBytes,
      developmentAddsBytes: developmentBytes - sharedBytes,
    };
  });
}
