// Fleets made for tests: images that take items by chance, with sizes and change rates as uneven as those of packages.
import type {
  CostModel,
  PlatformProblem,
  ProblemItem,
} from '../../../../src/fleet/hierarchy/propose/platform-problem.ts';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What a made fleet is like. */
export interface MadeShape {
  readonly images: number;
  readonly items: number;
  readonly seed: number;
  /** The chance that an item requires an earlier one. */
  readonly requireChance: number;
  /** Families of images that take the same items more often. */
  readonly families: number;
  readonly ownBytes: number;
}

/** A fleet in which every image has what its items require. */
export function makeProblem(shape: MadeShape): PlatformProblem {
  const random = makeRandom(shape.seed);
  const items: ProblemItem[] = [];
  for (let k = 0; k < shape.items; k++) {
    const requires = k > 0 && random() < shape.requireChance ? [Math.floor(random() * k)] : [];
    items.push({
      key: `item-${k}`,
      bytes: Math.round(20_000 * Math.exp(random() * 8)),
      changeRate: random() < 0.5 ? random() * 0.01 : random() ** 3 * 0.5,
      isForbidden: random() < 0.2,
      requires,
    });
  }
  const liking = Array.from({ length: shape.families }, () => items.map(() => random()));
  const images = Array.from({ length: shape.images }, (_, i) => {
    const family = liking[Math.floor(random() * shape.families)]!;
    const has = new Set(items.flatMap((_item, k) => (random() < family[k]! ** 2 * 1.2 ? [k] : [])));
    for (const item of has) for (const required of items[item]!.requires) has.add(required);
    return {
      name: `image-${i}`,
      isProduction: random() < 0.7,
      items: Uint32Array.from(has).sort(),
      ownBytes: Math.round(shape.ownBytes * random()),
      ownRate: random(),
      restBytes: Math.round((shape.ownBytes * random()) / 4),
    };
  });
  return { images, items, groundBytes: 0, groundRate: random() * 0.1 };
}

/** Prices that differ from fleet to fleet. */
export function makeModel(seed: number, platformLimit: number): CostModel {
  const random = makeRandom(seed + 1_000_003);
  return {
    nodes: Math.floor(random() * 4),
    imagesPerNode: 1 + Math.floor(random() * 3),
    weeks: Math.floor(random() * 12),
    extraWeight: random() * 2,
    platformBytes: Math.round(random() ** 3 * 5_000_000),
    platformLimit,
  };
}
