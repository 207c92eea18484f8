import { expect, test } from 'vitest';
import type { ImagePart } from '../../../../src/fleet/hierarchy/parts/image-parts.ts';
import {
  countUsers,
  findApplicationDepth,
} from '../../../../src/fleet/hierarchy/propose/application-layers.ts';
import { makeFleet } from '../made-fleets.ts';

/** Parts by layer: `deb 1` is a distribution's package in layer 1. */
function partsOf(words: readonly string[]): readonly ImagePart[] {
  return words.map((word) => {
    const [type = '', layer] = word.split(' ');
    return {
      ...{ kind: 'package', type, name: word, version: '1', architecture: '', bytes: 1 },
      ...{ layer: Number(layer), roles: [], isAutomatic: null, requires: [] },
    };
  });
}

test.each([
  ['all above what installs', 'abcd', 'axyz', ['deb 0', 'deb 1'], 2],
  ['the layers of languages and files too', 'abcd', 'axyz', ['deb 1', 'npm 2', 'file 3'], 2],
  ['nothing below a layer that another image has', 'abcd', 'abcx', ['deb 0'], 3],
  ['the top one, also where that installs', 'abcd', 'axyz', ['deb 1', 'deb 3'], 3],
  ['all where nothing installs and nothing is shared', 'abcd', 'wxyz', [], 0],
  ['none where another image stands on it', 'abc', 'abcd', ['deb 1'], 3],
] as const)('the application has %s', (_, layers, other, words, depth) => {
  const fleet = makeFleet([
    { name: 'one:1', layers },
    { name: 'two:1', layers: other },
  ]);
  const users = countUsers(fleet, [0, 1]);
  expect(findApplicationDepth(fleet.images[0]!.layers, partsOf(words), users)).toBe(depth);
});

test('an empty layer that images have alike by chance is shared by none', () => {
  const fleet = makeFleet(
    [
      { name: 'one:1', layers: 'abw' },
      { name: 'two:1', layers: 'acw' },
    ],
    { w: 32 },
  );
  const users = countUsers(fleet, [0, 1]);
  expect(users.get(fleet.images[0]!.layers[2]!)).toBe(1);
  expect(findApplicationDepth(fleet.images[0]!.layers, partsOf(['deb 0']), users)).toBe(1);
});

test('a layer that an image has twice has one user', () => {
  const fleet = makeFleet([
    { name: 'one:1', layers: 'aba' },
    { name: 'two:1', layers: 'ac' },
  ]);
  const [a, b] = fleet.images[0]!.layers;
  const users = countUsers(fleet, [0, 1]);
  expect([users.get(a!), users.get(b!)]).toEqual([2, 1]);
  expect(countUsers(fleet, [1]).get(b!)).toBeUndefined();
});
