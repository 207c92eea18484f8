// The sharing graph's nodes: every image is reached once, and nowhere stand more side by side than one reads.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measurePage } from '../../../src/cli/fleet/page/measure-page.ts';
import type { FleetPage } from '../../../src/report/page/fleet/fleet-page.ts';
import { openFleet } from '../../../web/fleet/opened.ts';
import { foldImages, type SharingNode } from '../../../web/fleet/sharing/fold-images.ts';
import { layOut } from '../../../web/fleet/sharing/lay-out.ts';
import { arbitraryFleetPage } from '../../report/page/fleet/made-fleet-pages.ts';
import { makeFleet } from '../../support/stacked-fleet.ts';

function pageOf(images: Parameters<typeof makeFleet>[0]): FleetPage {
  return measurePage(
    { snapshot: makeFleet(images), history: undefined },
    { version: '0.0.0', sources: ['fleet.json'] },
  );
}

function* walk(node: SharingNode): Iterable<SharingNode> {
  yield node;
  for (const child of node.children()) yield* walk(child);
}

/** `count` images on one base. */
function makeMany(count: number, nameOf: (i: number) => string): FleetPage {
  const images = Array.from({ length: count }, (_, i) => [nameOf(i), ['os=100', `own ${i}=7`]] as const);
  return pageOf(Object.fromEntries([['base:1', ['os=100']], ...images]));
}

describe('the sharing graph', () => {
  test('has every image once, and counts those below', () => {
    fc.assert(
      fc.property(arbitraryFleetPage(), ({ page }) => {
        const nodes = [...walk(foldImages(openFleet(page)))];
        const images = nodes.flatMap(({ image }) => (image === null ? [] : [image]));
        expect(images.sort((a, b) => a - b)).toEqual(page.images.map((_, i) => i));
        expect(new Set(nodes.map(({ key }) => key)).size).toBe(nodes.length);
        for (const node of nodes) {
          const below = [...walk(node)].filter(({ image }) => image !== null).length;
          expect(node.imageCount).toBe(below);
        }
        expect(nodes[0]!.bytes()).toBe(page.sums.unique.bytes);
      }),
    );
  });

  test.each([
    ['one repository', (i: number) => `team/app:${i}`],
    ['as many repositories', (i: number) => `team/app-${i}:1`],
    ['some repositories', (i: number) => `team/app-${i % 9}:${i}`],
  ])('of 3,000 images on one base, %s, has few side by side', (_, nameOf) => {
    const root = foldImages(openFleet(makeMany(3000, nameOf)));
    for (const node of walk(root)) expect(node.children().length).toBeLessThanOrEqual(36);
    const base = root.children()[0]!;
    expect(base.label).toBe('base:1');
  });

  test('tells of a folder what its images store, each blob once', () => {
    const root = foldImages(openFleet(makeMany(40, (i) => `team/app-${i % 2}:${i}`)));
    const folders = root.children()[0]!.children();
    expect(folders.map(({ label, imageCount }) => [label, imageCount])).toEqual([
      ['team/app-0', 20],
      ['team/app-1', 20],
    ]);
    expect(folders[0]!.bytes()).toBe(100 + 20 * 7);
  });

  test.each([400, 1200])('is laid out in %d pixels with no two boxes in one place', (width) => {
    const root = foldImages(openFleet(makeMany(200, (i) => `team/app-${i % 5}:${i}`)));
    const open = new Set([...walk(root)].map(({ key }) => key));
    const { nodes, width: whole } = layOut(root, open, width);
    const places = new Set(nodes.map(({ left, top }) => `${left} ${top}`));
    expect(places.size).toBe(nodes.length);
    expect(nodes.length).toBeGreaterThan(200);
    if (width === 400) expect(whole).toBeLessThanOrEqual(width);
    // The repository is told by the folder, so the tag is enough.
    expect(nodes.find(({ node }) => node.label === 'team/app-3:3')!.label).toBe('3');
  });
});
