import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildTree } from '../../../../src/fleet/hierarchy/tree/build-tree.ts';
import { readFleet } from '../../../../src/fleet/sources/read-fleet.ts';
import { digestOf, makeFleet } from '../made-fleets.ts';

const DOTNET = process.env['PLIMSOLL_DOTNET_FLEET'] ?? '/work/shared/data/dotnet-latest.json';

describe('parents', () => {
  test('are told by layers, by the longest stack that lies below', () => {
    const tree = buildTree(
      makeFleet([
        { name: 'app:1', layers: 'abcd' },
        { name: 'base:1', layers: 'a' },
        { name: 'runtime:1', layers: 'abc' },
        { name: 'other:1', layers: 'xa' },
      ]),
    );
    expect(
      tree.images.map(({ parent, depth, ownLayers, descendants }) => [parent, depth, ownLayers, descendants]),
    ).toEqual([
      [2, 3, 1, 0],
      [null, 1, 1, 2],
      [1, 2, 2, 1],
      [null, 1, 2, 0],
    ]);
    expect(tree.depths).toEqual([2, 1, 1]);
    expect(tree.edges).toBe(2);
    expect(tree.images[0]!.evidence).toEqual(['layers']);
  });

  test('are those of an equal stack too: images with the very same layers stand side by side', () => {
    const tree = buildTree(
      makeFleet([
        { name: 'base:1', layers: 'a' },
        { name: 'one:1', layers: 'ab' },
        { name: 'two:1', layers: 'ab' },
      ]),
    );
    expect(tree.images.map(({ parent }) => parent)).toEqual([null, 0, 0]);
  });

  test('are as recorded where layers tell nothing, by digest before name, and never another platform', () => {
    const tree = buildTree(
      makeFleet([
        { name: 'base:1', layers: 'a' },
        { name: 'base:2', layers: 'b' },
        { name: 'old:1', layers: 'xc', base: `registry.example/base:2@${digestOf('image base:1 amd64')}` },
        { name: 'named:1', layers: 'yc', base: 'registry.example/base:2' },
        { name: 'arm:1', layers: 'zc', base: 'base:2', architecture: 'arm64' },
        { name: 'far:1', layers: 'wc', base: 'registry.example/group/base:2' },
      ]),
    );
    expect(tree.images.map(({ parent }) => parent)).toEqual([null, null, 0, 1, null, null]);
    expect(tree.images[2]!.evidence).toEqual(['base-digest']);
    expect(tree.images[4]!.outsideBase).toBe('base:2');
  });

  test('go round in no circle, whatever is recorded', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ layers: fc.stringMatching(/^[a-c]{1,4}$/), base: fc.nat(6) }), { maxLength: 7 }),
        (made) => {
          const tree = buildTree(
            makeFleet(made.map(({ layers, base }, i) => ({ name: `i:${i}`, layers, base: `i:${base}` }))),
          );
          expect(tree.depths.reduce((sum, count) => sum + count, 0)).toBe(made.length);
          expect(tree.edges).toBe(tree.images.filter(({ parent }) => parent !== null).length);
          for (const { parent, depth } of tree.images)
            expect(depth).toBe(parent === null ? 1 : tree.images[parent]!.depth + 1);
          const below = tree.images.filter(({ parent }) => parent === null);
          expect(below.reduce((sum, { descendants }) => sum + descendants + 1, 0)).toBe(made.length);
        },
      ),
    );
  });

  test('come from Dockerfiles too', () => {
    const fleet = makeFleet([
      { name: 'base:1', layers: 'a' },
      { name: 'app:1', layers: 'xb' },
    ]);
    const tree = buildTree(fleet, {
      dockerfiles: {
        bases: new Map([[1, 'docker.io/library/debian:12']]),
        builtWith: new Map([[1, ['docker.io/library/golang:1']]]),
        notes: ['a note'],
      },
    });
    expect(tree.images[1]).toMatchObject({
      parent: null,
      outsideBase: 'docker.io/library/debian:12',
      builtWith: ['docker.io/library/golang:1'],
    });
    expect(tree.notes).toContain('a note');
  });
});

describe('what could be shared', () => {
  test('large layers of one size are a hint, small ones are not', () => {
    const tree = buildTree(
      makeFleet(
        [
          { name: 'a:1', layers: 'abs' },
          { name: 'b:1', layers: 'cdt' },
          { name: 'c:1', layers: 'et' },
        ],
        { a: 5_000_000, c: 5_000_000, e: 5_000_000, b: 2_000_000, d: 2_000_001, s: 1000, t: 1000 },
      ),
    );
    expect(tree.equalSizes).toMatchObject({ layers: 2, bytes: 10_000_000 });
    expect(tree.equalSizes.groups[0]).toMatchObject({ sizeBytes: 5_000_000, images: 3 });
    expect(tree.contents).toBeNull();
    expect(tree.notes.join(' ')).toContain('hint');
  });

  test('a base is older where siblings stand on a newer one of the same name', () => {
    const tree = buildTree(
      makeFleet([
        { name: 'a:1', layers: 'ax', base: `debian:12@${digestOf('old')}`, created: '2026-01-01' },
        { name: 'b:1', layers: 'ay', base: `debian:12@${digestOf('old')}`, created: '2026-01-03' },
        { name: 'c:1', layers: 'bz', base: `debian:12@${digestOf('new')}`, created: '2026-02-01' },
        { name: 'd:1', layers: 'ew', base: `debian:11@${digestOf('older')}`, created: '2025-02-01' },
        {
          name: 'e:1',
          layers: 'fw',
          base: `debian:12@${digestOf('arm')}`,
          created: '2025-02-01',
          architecture: 'arm64',
        },
      ]),
    );
    expect(tree.olderBases).toEqual([
      {
        base: 'debian:12',
        platform: 'linux/amd64',
        osVersion: null,
        newest: { digest: digestOf('new'), images: [2] },
        older: [{ digest: digestOf('old'), images: [0, 1] }],
        bytes: 1_000_000 + 'a'.charCodeAt(0),
      },
    ]);
  });
});

describe.skipIf(!existsSync(DOTNET))(`the fleet of dotnet (${DOTNET})`, () => {
  test('has the hierarchy that its recorded digests say', async () => {
    const { snapshot } = await readFleet([DOTNET], { signal: AbortSignal.timeout(60_000), at: '' });
    const tree = buildTree(snapshot);
    expect(tree.depths).toEqual([141, 233, 141, 60, 24]);
    expect(tree.edges).toBe(458);
    expect(
      tree.images.filter(
        ({ parent, evidence }) =>
          parent !== null && evidence.includes('layers') && evidence.includes('base-digest'),
      ),
    ).toHaveLength(458);
    expect(tree.equalSizes.layers).toBe(43);
    expect(tree.equalSizes.bytes).toBe(1_356_052_227);
  });
});
if (!existsSync(DOTNET))
  console.warn(`The fleet of dotnet is not there, so its figures were not checked: ${DOTNET}`);
