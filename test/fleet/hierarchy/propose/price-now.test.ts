// What a fleet costs now and what it would cost are told in one model: a plan that changes nothing costs what is there.
import { expect, test } from 'vitest';
import type { ImagePart, ImageParts } from '../../../../src/fleet/hierarchy/parts/image-parts.ts';
import { findProblems } from '../../../../src/fleet/hierarchy/propose/fleet-problems.ts';
import {
  type ProposalPrice,
  toProposalPrice,
} from '../../../../src/fleet/hierarchy/propose/fleet-proposal.ts';
import {
  DEFAULT_COST_MODEL,
  type PlatformPlan,
} from '../../../../src/fleet/hierarchy/propose/platform-problem.ts';
import { priceNow } from '../../../../src/fleet/hierarchy/propose/price-now.ts';
import { pricePlan } from '../../../../src/fleet/hierarchy/propose/price-plan.ts';
import type { FleetSnapshot } from '../../../../src/fleet/snapshot/fleet-snapshot.ts';
import { makeFleet } from '../made-fleets.ts';

const MB = 1e6;
const MODEL = { ...DEFAULT_COST_MODEL, nodes: 2, imagesPerNode: 1.5, weeks: 3 };

function deb(name: string, layer: number, bytes: number): ImagePart {
  return {
    ...{ kind: 'package', type: 'deb', name, version: '1', architecture: 'amd64' },
    ...{ bytes, layer, roles: [], isAutomatic: false, requires: [] },
  };
}

function file(name: string, layer: number, bytes: number): ImagePart {
  return { ...deb(name, layer, bytes), kind: 'file', type: 'file' };
}

function partsOf(parts: readonly ImagePart[], layerLeftovers: readonly number[] = []): ImageParts {
  return { labels: {}, distribution: 'debian 12', parts, layerBytes: [], layerLeftovers };
}

interface Prices {
  readonly now: ProposalPrice;
  readonly unchanged: ProposalPrice;
}

/** What is there, and the plan that leaves every image on its base. */
function priceBoth(fleet: FleetSnapshot, parts: readonly ImageParts[]): Prices {
  const known = new Map(parts.entries());
  const [found, ...others] = findProblems(fleet, known, () => true);
  expect(others).toEqual([]);
  const plan: PlatformPlan = { platforms: [], imageParents: new Int32Array(parts.length).fill(-1) };
  return {
    now: priceNow(fleet, found!, known, MODEL),
    unchanged: toProposalPrice(pricePlan(found!.problem, MODEL, plan)),
  };
}

test('a plan that changes nothing costs what images of a base, a layer of packages and an application cost now', () => {
  const fleet = makeFleet(
    [
      { name: 'x:1', layers: 'oap', base: 'debian:12' },
      { name: 'y:1', layers: 'obq', base: 'debian:12' },
    ],
    { o: 30 * MB, a: 50 * MB, b: 70 * MB, p: 4 * MB, q: 5 * MB },
  );
  const { now, unchanged } = priceBoth(fleet, [
    // The large file of the application changes with it, wherever it would be counted.
    partsOf([deb('openssl', 1, 2 * MB), deb('tzdata', 1, 40 * MB), file('srv/model', 2, 3 * MB)]),
    partsOf([deb('openssl', 1, 2 * MB), deb('nodejs', 1, 60 * MB)]),
  ]);
  expect(now.registryBytes).toBe(159 * MB);
  expect(unchanged).toEqual(now);
});

test('layers of the application beside the one that installs count as the application', () => {
  const fleet = makeFleet(
    [
      { name: 'x:1', layers: 'oapw', base: 'debian:12' },
      { name: 'y:1', layers: 'obqv', base: 'debian:12' },
    ],
    { o: 30 * MB, a: 50 * MB, b: 70 * MB, p: 4 * MB, q: 5 * MB, w: 100, v: 100 },
  );
  const { now, unchanged } = priceBoth(fleet, [
    partsOf([deb('openssl', 1, 2 * MB)]),
    partsOf([deb('nodejs', 1, 60 * MB)]),
  ]);
  expect(unchanged).toEqual(now);
  // Half of the applications are built anew in a week.
  expect(now.pushedBytesPerWeek).toBeGreaterThan(4.5 * MB);
});

test('several layers that install cost no more than one that installs all', () => {
  const fleet = makeFleet(
    [
      { name: 'x:1', layers: 'oacp', base: 'debian:12' },
      { name: 'y:1', layers: 'obq', base: 'debian:12' },
    ],
    { o: 30 * MB, a: 30 * MB, c: 20 * MB, b: 70 * MB, p: 4 * MB, q: 5 * MB },
  );
  const { now, unchanged } = priceBoth(fleet, [
    partsOf([deb('openssl', 2, 2 * MB), deb('tzdata', 1, 28 * MB)]),
    partsOf([deb('nodejs', 1, 60 * MB)]),
  ]);
  expect(unchanged.registryBytes).toBe(now.registryBytes);
  expect(now.pushedBytesPerWeek).toBeLessThan(unchanged.pushedBytesPerWeek);
});

test('what is stored in two layers and would be once is saved once, and lists that need not stay are', () => {
  const fleet = makeFleet(
    [
      { name: 'x:1', layers: 'oap', base: 'debian:12' },
      { name: 'y:1', layers: 'obq', base: 'debian:12' },
    ],
    { o: 30 * MB, a: 50 * MB, b: 70 * MB, p: 4 * MB, q: 5 * MB },
  );
  const parts = [
    // The same package takes a little more in one layer than in another.
    partsOf([deb('nodejs', 1, 38 * MB)], [0, 9 * MB, 0]),
    partsOf([deb('nodejs', 1, 42 * MB)]),
  ];
  const known = new Map(parts.entries());
  const [found] = findProblems(fleet, known, () => true);
  const { problem } = found!;
  expect(problem.items).toMatchObject([{ bytes: 40 * MB }]);
  expect(problem.images.map(({ restBytes, ownBytes }) => [restBytes, ownBytes])).toEqual([
    [3 * MB, 4 * MB],
    [28 * MB, 5 * MB],
  ]);
  const shared = pricePlan(problem, MODEL, {
    platforms: [{ parent: -1, items: Uint32Array.of(0) }],
    imageParents: Int32Array.of(0, 0),
  });
  const now = priceNow(fleet, found!, known, MODEL);
  expect(now.registryBytes - shared.registryBytes).toBe(49 * MB);
});
