// Whatever images there are, their new layers show what they showed, in both ways of applying layers; nothing is hidden, equal
// atoms are there once where layers are enough, and the order of the images decides nothing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENTRY_KIND } from '../../../src/contents/facts/layer-facts.ts';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import { PlimsollError } from '../../../src/errors.ts';
import { digestBytes } from '../../../src/oci/bytes/digest.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { findAmbiguousLayer } from '../../../src/rewrite/portable/find-ambiguous.ts';
import { refuseIllegal, refuseMarks } from '../../../src/rewrite/portable/refuse-illegal.ts';
import { checkRewrite, isProven } from '../../../src/rewrite/proof/prove-rewrite.ts';
import { measureFleet } from '../../../src/rewrite/relayer/measure-fleet.ts';
import { randomStack } from '../../contents/view/random-stacks.ts';
import { arbitraryStack } from '../../support/arbitrary-layers.ts';
import { scanBytes, scanLayers } from '../../support/layers.ts';
import { readStack, relayerStacks } from '../../support/relayered-fleets.ts';

type Stack = readonly (readonly TarItem[])[];

async function isTaken(stack: Stack): Promise<boolean> {
  const { view } = await readStack(stack);
  try {
    refuseIllegal(view, 'it');
    refuseMarks(view, 'it');
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(PlimsollError);
    return false;
  }
}

/** Relayers those of the stacks that are legal; gives how many these were. */
async function requireRelayered(stacks: readonly Stack[], layers: number): Promise<number> {
  const legal: Stack[] = [];
  for (const stack of stacks) if (await isTaken(stack)) legal.push(stack);
  if (legal.length === 0) return 0;
  const made = await relayerStacks(legal, { layers });
  for (const [i, tars] of made.images.entries()) {
    expect(tars.length).toBeLessThanOrEqual(layers);
    const facts = await scanLayers(tars);
    const checks = checkRewrite(made.views[i]!, facts, 0);
    expect(checks.merged.differences).toEqual([]);
    expect(checks.overlay.differences).toEqual([]);
    expect(checks.hiddenInNewLayers).toEqual({ entryCount: 0, sizeBytes: 0 });
    expect(isProven(checks, 0)).toBe(true);
    expect(findAmbiguousLayer(squashLayers(facts))).toBe(undefined);
    for (const { kinds } of facts) {
      expect(kinds).not.toContain(ENTRY_KIND.whiteout);
      expect(kinds).not.toContain(ENTRY_KIND.opaque);
    }
  }
  expect(made.opened).toEqual([...new Set(made.opened)]);
  await requireBound(made, layers);
  const again = await relayerStacks(legal.toReversed(), { layers });
  expect(again.images.toReversed().map((tars) => tars.map(digestBytes))).toEqual(
    made.images.map((tars) => tars.map(digestBytes)),
  );
  return legal.length;
}

/** The bytes in all layers, each once, are what the plan says, and never less than the bound. */
async function requireBound(made: Awaited<ReturnType<typeof relayerStacks>>, layers: number): Promise<void> {
  const { bound, boundWithoutTimes, planned } = measureFleet([], made.fleet, made.plan);
  const distinct = new Map(made.images.flat().map((tar) => [digestBytes(tar), tar]));
  let contentBytes = 0;
  for (const tar of distinct.values()) contentBytes += (await scanBytes(tar)).facts.entryBytes;
  // Two images may have the same remainder, which the plan counts for each.
  expect(contentBytes).toBeLessThanOrEqual(planned.contentBytes);
  expect(contentBytes).toBeGreaterThanOrEqual(bound.contentBytes);
  expect(boundWithoutTimes.contentBytes).toBeLessThanOrEqual(bound.contentBytes);
  if (layers >= 40) expect(contentBytes).toBe(bound.contentBytes);
}

describe('a relayered fleet', () => {
  test(
    'shows the same, for arbitrary images',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(arbitraryStack({ maxLayers: 3 }), { minLength: 1, maxLength: 4 }),
          fc.constantFrom(3, 4, 5),
          async (stacks, layers) => {
            await requireRelayered(stacks, layers);
          },
        ),
        { numRuns: 60 },
      ),
    120_000,
  );

  test('shows the same, for images that share lower layers', async () => {
    let taken = 0;
    for (let seed = 0; seed < 40; seed++) {
      const base = randomStack(seed, 'tame');
      const stacks = [
        base,
        [...base, ...randomStack(seed + 1000, 'tame')],
        [...base.slice(0, 1), ...randomStack(seed + 2000, 'wild')],
      ];
      taken += await requireRelayered(stacks, seed % 2 === 0 ? 40 : 3);
    }
    expect(taken).toBeGreaterThan(60);
  }, 120_000);
});
