import { expect, test } from 'vitest';
import { findFault } from '../../../../src/fleet/hierarchy/propose/check-plan.ts';
import type { CostModel, PlatformProblem } from '../../../../src/fleet/hierarchy/propose/platform-problem.ts';
import { pricePlan } from '../../../../src/fleet/hierarchy/propose/price-plan.ts';
import { condenseProblem } from '../../../../src/fleet/hierarchy/propose/search/condense-problem.ts';
import { mergeGreedily } from '../../../../src/fleet/hierarchy/propose/search/merge-greedily.ts';
import { PlatformTree } from '../../../../src/fleet/hierarchy/propose/search/platform-tree.ts';
import { treeToPlan } from '../../../../src/fleet/hierarchy/propose/search/tree-to-plan.ts';
import { makeModel, makeProblem } from './made-problems.ts';

const MODEL: CostModel = {
  nodes: 2,
  imagesPerNode: 1,
  weeks: 3,
  extraWeight: 0.5,
  platformBytes: 7,
  platformLimit: 9,
};

/** Two images, one platform: a (100 bytes, 10 % a week) is in both, b (40 bytes, 50 %) in the first. */
const PROBLEM: PlatformProblem = {
  groundBytes: 1000,
  groundRate: 0,
  items: [
    { key: 'a', bytes: 100, changeRate: 0.1, isForbidden: false, requires: [] },
    { key: 'b', bytes: 40, changeRate: 0.5, isForbidden: true, requires: [0] },
  ],
  images: [
    { name: 'x', isProduction: false, items: Uint32Array.of(0, 1), restBytes: 3, ownBytes: 10, ownRate: 0 },
    { name: 'y', isProduction: true, items: Uint32Array.of(0), restBytes: 0, ownBytes: 20, ownRate: 1 },
  ],
};

test('is what the decision page says, term by term', () => {
  const plan = { platforms: [{ parent: -1, items: Uint32Array.of(0) }], imageParents: Int32Array.of(0, 0) };
  const price = pricePlan(PROBLEM, MODEL, plan);
  // A node runs one of two images on average: each with a chance of 1/2, one of both with 3/4.
  expect(price.registryBytes).toBe(1000 + 100 + 43 + 10 + 20);
  expect(price.nodeBytes).toBeCloseTo(0.75 * 1100 + 0.5 * 73, 9);
  // The platform changes with 10 %, x with 1 - 0.9 * 0.5, y always.
  expect(price.pushedBytes).toBeCloseTo(0.1 * 100 + 0.55 * 53 + 20, 9);
  expect(price.pulledBytes).toBeCloseTo(0.75 * 0.1 * 100 + 0.5 * (0.55 * 53 + 20), 9);
  expect(price.extraBytes).toBe(0);
  expect(price.cost).toBeCloseTo(1173 + 2 * 861.5 + 3 * (59.15 + 2 * 32.075) + 7, 9);
  const [platform] = price.platforms;
  expect(platform).toMatchObject({ bytes: 100, images: 2, blastBytes: 173, extraBytes: 0 });
  expect(platform!.rebuildChance).toBeCloseTo(0.1, 12);
});

test('counts what an image carries without need, and finds what may not be', () => {
  const plan = {
    platforms: [{ parent: -1, items: Uint32Array.of(0, 1) }],
    imageParents: Int32Array.of(0, 0),
  };
  expect(pricePlan(PROBLEM, MODEL, plan).extraBytes).toBe(40);
  expect(findFault(PROBLEM, plan)).toBe('y would get b');
  const open = { platforms: [{ parent: -1, items: Uint32Array.of(1) }], imageParents: Int32Array.of(0, -1) };
  expect(findFault(PROBLEM, open)).toBe('platform 0 has b without a');
});

test("is the sum that the search keeps, but for the base image's own", () => {
  for (let seed = 0; seed < 30; seed++) {
    const problem = makeProblem({
      images: 14,
      items: 24,
      seed,
      requireChance: 0.3,
      families: 3,
      ownBytes: 1e6,
    });
    const model = makeModel(seed, 64);
    const tree = new PlatformTree(condenseProblem(problem, model), 40);
    mergeGreedily(tree);
    const ground = pricePlan(
      {
        ...problem,
        images: problem.images.map((image) => ({
          ...image,
          items: new Uint32Array(),
          restBytes: 0,
          ownBytes: 0,
        })),
      },
      model,
      { platforms: [], imageParents: new Int32Array(14).fill(-1) },
    ).cost;
    expect(findFault(problem, treeToPlan(tree))).toBeUndefined();
    expect((pricePlan(problem, model, treeToPlan(tree)).cost - ground) / tree.cost).toBeCloseTo(1, 9);
  }
});
