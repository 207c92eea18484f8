// Made fleets that are small enough to try every plan: some images, some classes of components that the same images hold.
import type { RelayerInput } from '../../../../src/rewrite/relayer/relayer-plan.ts';

/** A fleet that the seed decides: from 2 to 5 images, and at most 7 components that different images hold. */
export function makeSmallFleet(seed: number): RelayerInput {
  const random = seededRandom(seed);
  const images = 3 + Math.floor(random() * 3);
  const count = images === 3 ? 6 : 5 + Math.floor(random() * 3);
  const shared = 0.35 + 0.4 * random();
  const classes = new Set<string>();
  while (classes.size < count) {
    const holders = Array.from({ length: images }, (_, i) => i).filter(() => random() < shared);
    if (holders.length > 0) classes.add(holders.join());
  }
  const list = [...classes].map((holders) => Uint32Array.from(holders.split(','), Number));
  const weights = Float64Array.from(list, () => Math.round(2 ** (14 + 13 * random())));
  return {
    images,
    components: {
      keys: list.map((_, c) => `component ${c}`),
      weights,
      tarBytes: weights.map((weight) => Math.round(weight * (1.5 + 2 * random()))),
      changeRates: Float64Array.from(list, () => Math.min(0.9, 0.004 * random() ** -1.2)),
      images: list,
    },
  };
}

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
