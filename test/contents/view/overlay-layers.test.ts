// The second way of applying layers beside the first: what is reported is what differs, and nothing differs unnoticed.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeAmbiguities } from '../../../src/contents/view/describe-ambiguities.ts';
import { overlayLayers } from '../../../src/contents/view/overlay-layers.ts';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { arbitraryStack } from '../../support/arbitrary-layers.ts';
import { dir, file, layer, link, opaque, scanLayers, symlink, whiteout } from '../../support/layers.ts';
import { listOverlay, listView } from './list-view.ts';
import { randomStack } from './random-stacks.ts';
import { type Listing, renderListing } from './shown.ts';

async function look(stack: readonly (readonly TarItem[])[]) {
  const facts = await scanLayers(stack.map(layer));
  const view = squashLayers(facts);
  return { view, overlay: overlayLayers(facts, view.entryBases), reports: describeAmbiguities(view) };
}

/** Paths whose lines differ; a directory that is only implied is like any that is 0755 and root's. */
function differingPaths(merged: Listing, overlay: Listing): string[] {
  const a = renderListing(merged, merged);
  const b = renderListing(overlay, overlay);
  const line = (text: string | undefined): string | undefined =>
    text?.replace(/^directory 755 0:0(?: @\S+)?$/, 'directory implied');
  const isImplied = (path: string): boolean => [a[path], b[path]].some((text) => text?.endsWith('implied'));
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((path) => (isImplied(path) ? line(a[path]) !== line(b[path]) : a[path] !== b[path]))
    .sort();
}

describe('where the two ways differ', () => {
  const stacks = (): fc.Arbitrary<TarItem[][]> =>
    fc.oneof(
      arbitraryStack({ hasUniquePaths: false, maxEntries: 10 }),
      fc.nat().map((seed) => randomStack(seed, 'wild')),
    );

  test('an ambiguity was noted, and the report has the layer and the paths', async () => {
    let differing = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(stacks(), async (stack) => {
        const { view, overlay, reports } = await look(stack);
        const ambiguous = new Set(view.ambiguities.map(({ layer: at }) => at));
        for (const at of overlay.refused) {
          expect(ambiguous.has(at)).toBe(true);
          expect(reports.find((report) => report.layer === at)?.refusedByOverlay).toBe(true);
        }
        if (overlay.refused.size > 0) {
          refused++;
          return;
        }
        const paths = differingPaths(listView(view), listOverlay(overlay, view));
        if (paths.length > 0) differing++;
        const reported = reports.flatMap(({ differences }) => differences.map(({ path }) => path));
        // More names of a file that differs are told by the group in one listing only.
        expect(reported.filter((path) => !paths.includes(path))).toEqual([]);
        expect(reports.reduce((sum, { differenceCount }) => sum + differenceCount, 0) > 0).toBe(
          paths.length > 0,
        );
      }),
      { numRuns: 1500 },
    );
    expect(differing).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(100);
  });

  test('nothing is reported of layers such as builders write', async () => {
    for (let seed = 0; seed < 300; seed++) {
      const { view, overlay, reports } = await look(randomStack(seed, 'tame'));
      expect(reports).toEqual([]);
      expect(overlay.refused.size, `seed ${seed}`).toBe(0);
      expect(differingPaths(listView(view), listOverlay(overlay, view)), `seed ${seed}`).toEqual([]);
    }
  });
});

describe('the report', () => {
  test('names the layer that brings a deleted folder back', async () => {
    const { reports } = await look([
      [dir('d'), file('d/secret', 'S'), dir('p', { mode: 0o700 })],
      [file('p/q', 'Q')],
      [whiteout('d'), dir('d'), file('d/b', 'B')],
      [file('last', 'L')],
    ]);
    expect(reports.map((report) => report.layer)).toEqual([1, 2]);
    expect(reports[0]!.differences.map(({ path }) => path)).toEqual(['p']);
    expect(reports[1]).toMatchObject({
      layer: 2,
      kinds: ['whiteout-and-entry'],
      refusedByOverlay: false,
      refusedByMerged: false,
      differenceCount: 1,
    });
    expect(reports[1]!.differences.map(({ path }) => path)).toEqual(['d/secret']);
  });

  test('blames the layer that went astray, not one that built on it', async () => {
    const { reports } = await look([
      [dir('usr'), dir('usr/lib'), symlink('lib', 'usr/lib')],
      [file('lib/x', 'X')],
      [dir('usr'), dir('usr/lib'), whiteout('usr/lib/x')],
    ]);
    expect(reports.map((report) => report.layer)).toEqual([1]);
    expect(reports[0]!.differences.map(({ path }) => path).sort()).toEqual(['lib', 'lib/x']);
  });

  test('keeps the first twenty differences and counts all', async () => {
    const files = Array.from({ length: 50 }, (_, i) => file(`d/${i}`, 'x'));
    const { reports } = await look([
      [dir('d'), ...files],
      [opaque(''), dir('d')],
    ]);
    expect(reports[0]!.differences).toHaveLength(20);
    expect(reports[0]!.differenceCount).toBe(50);
  });

  test('says who refuses a layer', async () => {
    const { reports } = await look([[file('a', 'A')], [link('b', 'a')], [link('c', 'nowhere')]]);
    expect(
      reports.map(({ layer: at, refusedByOverlay, refusedByMerged }) => [
        at,
        refusedByOverlay,
        refusedByMerged,
      ]),
    ).toEqual([
      [1, true, false],
      [2, true, true],
    ]);
  });

  test('always tells of marks that overlayfs takes for its own', async () => {
    const marked = dir('d', { xattrs: { 'trusted.overlay.redirect': '/etc' } });
    const { reports } = await look([[marked]]);
    expect(reports.map(({ kinds }) => kinds)).toEqual([['overlay-xattr']]);
    const hidden = await look([
      [dir('d'), file('d/a', 'A')],
      [dir('d', { xattrs: { 'trusted.overlay.opaque': 'y' } })],
    ]);
    expect(hidden.reports[0]!.differences.map(({ path }) => path)).toEqual(['d/a']);
  });
});
