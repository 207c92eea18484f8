// Whatever layers there are, the one that is planned over the lowest of them shows what all of them show, in both ways of
// applying layers.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENTRY_KIND, type LayerFacts } from '../../src/contents/facts/layer-facts.ts';
import { overlayLayers } from '../../src/contents/view/overlay-layers.ts';
import { squashLayers } from '../../src/contents/view/squash-layers.ts';
import { type SquashedView, VISIBLE } from '../../src/contents/view/squashed-view.ts';
import { PlimsollError } from '../../src/errors.ts';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { planDifference } from '../../src/rewrite/plan-difference.ts';
import { findAmbiguousLayer } from '../../src/rewrite/portable/find-ambiguous.ts';
import { refuseIllegal, refuseMarks } from '../../src/rewrite/portable/refuse-illegal.ts';
import { ALL_CASES } from '../contents/view/layer-cases.ts';
import { listOverlay, listView } from '../contents/view/list-view.ts';
import { randomStack } from '../contents/view/random-stacks.ts';
import { arbitraryStack } from '../support/arbitrary-layers.ts';
import { layer, scanLayers } from '../support/layers.ts';
import { differencesOf, writePlan } from '../support/rewritten-layers.ts';

/** Squashes above each number of kept layers that is portable; gives the numbers that were. */
async function squashEverywhere(stack: readonly (readonly TarItem[])[]): Promise<number[] | 'refused'> {
  const tars = stack.map(layer);
  const facts = await scanLayers(tars);
  const view = squashLayers(facts);
  if (isRefused(view)) return 'refused';
  const portable: number[] = [];
  for (let count = 0; count < stack.length; count++) {
    const kept = squashLayers(facts.slice(0, count));
    if (findAmbiguousLayer(kept) !== undefined) continue;
    portable.push(count);
    const { tar, opened } = await writePlan(planDifference(view, count === 0 ? undefined : kept), tars);
    expect(opened).toEqual([...new Set(opened)].sort((a, b) => a - b));
    const [upper] = (await scanLayers([tar])) as [LayerFacts];
    requireAlike(view, [...facts.slice(0, count), upper]);
    if (count === 0) requireNothingHidden(squashLayers([upper]));
    const again = await writePlan(planDifference(view, count === 0 ? undefined : kept), tars);
    expect(again.tar.equals(tar)).toBe(true);
  }
  return portable;
}

function isRefused(view: SquashedView): boolean {
  try {
    refuseIllegal(view, 'it');
    refuseMarks(view, 'it');
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(PlimsollError);
    return true;
  }
}

function requireAlike(before: SquashedView, layers: readonly LayerFacts[]): void {
  const after = squashLayers(layers);
  expect(differencesOf(listView(before), listView(after))).toEqual([]);
  const overlay = overlayLayers(layers, after.entryBases);
  expect([...overlay.refused]).toEqual([]);
  // Overlay file systems never take the root's attributes from a layer.
  const rootless = (listing: ReturnType<typeof listView>) =>
    new Map([...listing].filter(([path]) => path !== ''));
  expect(differencesOf(rootless(listView(before)), rootless(listOverlay(overlay, after)))).toEqual([]);
  expect(findAmbiguousLayer(after)).toBe(undefined);
}

function requireNothingHidden({ hiddenBy, layers }: SquashedView): void {
  expect(hiddenBy.every((layer) => layer === VISIBLE)).toBe(true);
  const { whiteout, opaque } = ENTRY_KIND;
  expect(
    layers.flatMap(({ kinds }) => [...kinds]).filter((kind) => kind === whiteout || kind === opaque),
  ).toEqual([]);
}

describe('the layer over kept layers', () => {
  test.each(ALL_CASES.map((known) => [known.name, known] as const))('%s', async (_, { layers }) => {
    await squashEverywhere(layers);
  });

  test('shows the same for random stacks', async () => {
    const tally = { refused: 0, whole: 0, above: 0 };
    for (let seed = 0; seed < 160; seed++) {
      const portable = await squashEverywhere(randomStack(seed, seed % 2 === 0 ? 'tame' : 'wild'));
      if (portable === 'refused') tally.refused++;
      else {
        tally.whole++;
        tally.above += portable.length - 1;
      }
    }
    expect(tally.whole).toBeGreaterThan(80);
    expect(tally.above).toBeGreaterThan(80);
  }, 300_000);

  test(
    'shows the same for arbitrary stacks',
    () =>
      fc.assert(
        fc.asyncProperty(arbitraryStack(), async (stack) => {
          await squashEverywhere(stack);
        }),
        { numRuns: 120 },
      ),
    120_000,
  );
});
