import { describe, expect, test } from 'vitest';
import { findFault } from '../../../../src/fleet/hierarchy/propose/check-plan.ts';
import {
  DEFAULT_COST_MODEL,
  type PlatformProblem,
} from '../../../../src/fleet/hierarchy/propose/platform-problem.ts';
import { pricePlan } from '../../../../src/fleet/hierarchy/propose/price-plan.ts';
import { proposePlatforms } from '../../../../src/fleet/hierarchy/propose/propose-platforms.ts';
import { cheapestCost } from './enumerate-plans.ts';
import { makeModel, makeProblem } from './made-problems.ts';
import { makeZipfFleet } from './zipf-fleet.ts';

/** Fleets small enough to try every plan: 3 to 5 images, 4 or 5 items, up to 3 platforms; a quarter of them with requirements. */
const FLEETS = Array.from({ length: 100 }, (_, i) => 60_000 + i).map((seed) => ({
  images: 3 + (seed % 3),
  items: seed % 3 === 2 ? 4 : 5,
  seed,
  requireChance: seed % 4 === 0 ? 0.4 : 0,
  families: 1 + (seed % 2),
  ownBytes: seed % 2 === 0 ? 3_000_000 : 0,
}));

describe('the cost of the proposed plan', () => {
  const ratios: number[] = [];
  const platformCounts: number[] = [];

  // In parts, so that no test runs for long.
  test.each(Array.from({ length: 20 }, (_, part) => part))(
    'is never below the cheapest, part %i',
    (part) => {
      for (const shape of FLEETS.slice(part * 5, part * 5 + 5)) {
        const problem = makeProblem(shape);
        const model = makeModel(shape.seed, 3);
        const { plan } = proposePlatforms(problem, model);
        expect(findFault(problem, plan)).toBeUndefined();
        expect(plan.platforms.length).toBeLessThanOrEqual(3);
        const ratio = pricePlan(problem, model, plan).cost / cheapestCost(problem, model);
        expect(ratio).toBeGreaterThan(1 - 1e-9);
        ratios.push(ratio);
        platformCounts.push(plan.platforms.length);
      }
    },
    240_000,
  );

  test('is within 5 % of it in 95 of 100 fleets, and mostly is it', () => {
    expect(ratios).toHaveLength(100);
    expect(ratios.filter((ratio) => ratio <= 1.05).length).toBeGreaterThanOrEqual(95);
    expect(ratios.filter((ratio) => ratio <= 1 + 1e-9).length).toBeGreaterThanOrEqual(85);
    // The fleets ask for something: most of them are better off with platforms.
    expect(platformCounts.filter((count) => count > 0).length).toBeGreaterThan(70);
    expect(platformCounts.filter((count) => count > 1).length).toBeGreaterThan(30);
  });
});

const PACKAGES = { changeRate: 0.01, isForbidden: false, requires: [] };

describe('a plan', () => {
  test('is the same whenever it is asked for', () => {
    const problem = makeProblem({
      images: 12,
      items: 30,
      seed: 5,
      requireChance: 0.3,
      families: 3,
      ownBytes: 0,
    });
    expect(proposePlatforms(problem, DEFAULT_COST_MODEL)).toEqual(
      proposePlatforms(problem, DEFAULT_COST_MODEL),
    );
  });

  test('puts what all have below, and what some have on it', () => {
    const problem: PlatformProblem = {
      groundBytes: 30_000_000,
      groundRate: 0.05,
      items: [
        { key: 'certificates', bytes: 10_000_000, ...PACKAGES },
        { key: 'java', bytes: 100_000_000, ...PACKAGES },
        { key: 'node', bytes: 90_000_000, ...PACKAGES },
      ],
      images: [...'jjjnnn'].map((kind, i) => ({
        name: `${kind}${i}`,
        isProduction: true,
        items: Uint32Array.of(0, kind === 'j' ? 1 : 2),
        ownBytes: 1_000_000,
        ownRate: 0.3,
        restBytes: 0,
      })),
    };
    const { plan } = proposePlatforms(problem, DEFAULT_COST_MODEL);
    expect(plan.platforms.map(({ parent, items }) => [parent, ...items])).toEqual([
      [-1, 0],
      [0, 1],
      [0, 2],
    ]);
    expect([...plan.imageParents]).toEqual([1, 1, 1, 2, 2, 2]);
  });

  test('brings no development tool to a production image that has none, however cheap it were', () => {
    const problem: PlatformProblem = {
      groundBytes: 0,
      groundRate: 0,
      items: [
        { key: 'runtime', bytes: 50_000_000, ...PACKAGES },
        { key: 'gcc', bytes: 1_000_000, changeRate: 0, isForbidden: true, requires: [] },
      ],
      images: [true, false, false].map((isProduction, i) => ({
        name: `i${i}`,
        isProduction,
        items: isProduction ? Uint32Array.of(0) : Uint32Array.of(0, 1),
        ownBytes: 0,
        ownRate: 0,
        restBytes: 0,
      })),
    };
    const model = { ...DEFAULT_COST_MODEL, extraWeight: 0, platformBytes: 10_000_000 };
    const { plan } = proposePlatforms(problem, model);
    expect(plan.platforms).toHaveLength(1);
    expect([...plan.platforms[0]!.items]).toEqual([0]);
    const allowed = {
      ...problem,
      images: problem.images.map((image) => ({ ...image, isProduction: false })),
    };
    expect([...proposePlatforms(allowed, model).plan.platforms[0]!.items]).toEqual([0, 1]);
  });

  test('never has more platforms than may be', () => {
    const problem = makeProblem({
      images: 20,
      items: 40,
      seed: 3,
      requireChance: 0,
      families: 3,
      ownBytes: 0,
    });
    const model = { ...DEFAULT_COST_MODEL, platformBytes: 0 };
    const costs = [0, 1, 3, 8].map((platformLimit) => {
      const { plan } = proposePlatforms(problem, { ...model, platformLimit });
      expect(plan.platforms.length).toBeLessThanOrEqual(platformLimit);
      return pricePlan(problem, model, plan).cost;
    });
    expect([...costs].sort((a, b) => b - a)).toEqual(costs);
  });

  test('of an image alone is the image as it is, where platforms cost anything', () => {
    const problem = makeProblem({ images: 1, items: 5, seed: 1, requireChance: 0, families: 1, ownBytes: 0 });
    const model = { ...DEFAULT_COST_MODEL, weeks: 0 };
    expect(proposePlatforms(problem, model).plan).toEqual({ platforms: [], imageParents: Int32Array.of(-1) });
  });
});

describe('the work', () => {
  test('grows no faster than the images do, where their kinds are alike', () => {
    const [few, many] = [100, 400].map((images) => {
      const problem = makeZipfFleet(images);
      const { plan, steps } = proposePlatforms(problem, DEFAULT_COST_MODEL);
      expect(findFault(problem, plan)).toBeUndefined();
      const before = { platforms: [], imageParents: new Int32Array(images).fill(-1) };
      const cost = pricePlan(problem, DEFAULT_COST_MODEL, plan).cost;
      expect(cost).toBeLessThan(pricePlan(problem, DEFAULT_COST_MODEL, before).cost / 2);
      return steps;
    });
    expect(many! / few!).toBeLessThan(8);
  }, 240_000);
});
