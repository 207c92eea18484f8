import { expect, test } from 'vitest';
import { buildTree } from '../../../../src/fleet/hierarchy/tree/build-tree.ts';
import type { LayerContent } from '../../../../src/fleet/hierarchy/tree/layer-content.ts';
import { makeFleet } from '../made-fleets.ts';

/** A layer by what it holds: files by number with 100 kB each, packages with versions. */
function content(
  signature: string,
  files: readonly number[],
  packages: Readonly<Record<string, string>> = {},
): LayerContent {
  return {
    signature,
    entryBytes: files.length * 100_000,
    packages: new Map(Object.entries(packages)),
    files: {
      hashes: Float64Array.from(files),
      sizes: new Float64Array(files.length).fill(100_000),
    },
  };
}

const FLEET = makeFleet(
  [
    { name: 'a:1', layers: 'abcde' },
    { name: 'b:1', layers: 'fghij' },
    { name: 'c:1', layers: 'fgh' },
  ],
  Object.fromEntries([...'abcdefghij'].map((letter) => [letter, 1000])),
);

const FILES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** In the order of the letters. */
const CONTENTS = new Map(
  [
    content('same', FILES),
    content('b', [11, 12, 13], { 'deb curl': '1', 'deb ca': '1' }),
    content('c', [21, 22, 23], { 'deb jq': '1', 'deb yq': '1' }),
    content('d', [31, 32, 33, 34, 35, 36, 37, 38, 39, 40]),
    content('e', [51, 52]),
    content('same', FILES),
    content('g', [11, 12, 14], { 'deb ca': '1', 'deb curl': '1' }),
    content('h', [24, 25], { 'deb jq': '2', 'deb yq': '1' }),
    content('i', [31, 32, 33, 34, 35, 36, 37, 38, 39, 41]),
    content('j', [51, 62]),
  ].map((value, layer) => [layer, value] as const),
);

test('tells why layers that could be one are not', () => {
  const groups = buildTree(FLEET, { contents: CONTENTS }).contents!;
  const told = groups.map(({ difference, layers, images, repeatedBytes, packages }) => [
    difference,
    [...layers],
    images,
    repeatedBytes,
    [...packages],
  ]);
  expect(told).toEqual([
    // The layer with more users is the one to keep.
    ['timestamps', [5, 0], 3, 1000, []],
    ['versions', [7, 2], 3, 1000, ['deb jq']],
    ['near-duplicate', [3, 8], 2, 900, []],
    ['order', [6, 1], 3, 667, []],
  ]);
});

test('layers of different things are in no group, nor are tiny ones', () => {
  const contents = new Map([
    [0, content('x', [1, 2, 3])],
    [5, content('y', [4, 5, 6])],
    [1, { ...content('tiny', [7]), entryBytes: 50_000 }],
    [6, { ...content('tiny', [7]), entryBytes: 50_000 }],
  ]);
  expect(buildTree(FLEET, { contents }).contents).toEqual([]);
});
