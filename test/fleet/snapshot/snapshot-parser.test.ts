// Snapshots and histories, as files have them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FleetHistory } from '../../../src/fleet/snapshot/fleet-snapshot.ts';
import { LayerTable } from '../../../src/fleet/snapshot/layer-table.ts';
import { joinMoments, SnapshotParser } from '../../../src/fleet/snapshot/snapshot-parser.ts';
import { writeSnapshot } from '../../../src/fleet/snapshot/write-snapshot.ts';
import { arbitraryFleet, digestOf, makeFleet } from '../../support/stacked-fleet.ts';

function parse(text: string, pieceBytes = 50): FleetHistory & { readonly isHistory: boolean } {
  const table = new LayerTable();
  const parser = new SnapshotParser(table);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) parser.push(bytes.subarray(at, at + pieceBytes));
  const { moments, isHistory } = parser.end();
  return { ...joinMoments(moments, table), isHistory };
}

const [OS, APP] = [digestOf('os'), digestOf('app')];
const image = (more: object): object => ({
  repository: 'team/app',
  tags: ['1'],
  os: 'Linux',
  architecture: 'arm32',
  ...more,
});
const snapshot = (images: readonly object[], more: object = {}): string =>
  JSON.stringify({ kind: 'fleet-snapshot', at: '2026-08-20T18:57:21+00:00', ...more, images });

describe('a snapshot', () => {
  test('is read as it is published, with layers in each image', () => {
    const { moments, layers, isHistory } = parse(
      snapshot([
        image({
          digest: APP,
          base: `x@${OS}`,
          osVersion: 'noble',
          created: 'c',
          dockerfile: 'd',
          layers: [
            [OS, 10],
            [APP, 5],
          ],
        }),
        image({ tags: ['2', '2.1'], layers: [[OS, 10]] }),
      ]),
    );
    expect(isHistory).toBe(false);
    expect(layers.digests).toEqual([OS, APP]);
    expect([...layers.shippedBytes]).toEqual([10, 5]);
    expect(moments[0]!.images).toMatchObject([
      {
        name: 'team/app:1',
        digest: APP,
        platform: { os: 'linux', architecture: 'arm' },
        osVersion: 'noble',
        base: `x@${OS}`,
        dockerfile: 'd',
        layers: Uint32Array.of(0, 1),
      },
      { name: 'team/app:2', tags: ['2', '2.1'], digest: undefined, layers: Uint32Array.of(0) },
    ]);
  });

  test('is read with layers as numbers, wherever the list of them stands', () => {
    const list = {
      layers: [
        [APP, 5, OS, 20, 24],
        [OS, null],
      ],
    };
    const images = [image({ layers: [1, 0] })];
    const first = parse(JSON.stringify({ kind: 'fleet-snapshot', at: null, ...list, images }));
    const last = parse(JSON.stringify({ kind: 'fleet-snapshot', images, ...list }));
    for (const { layers, moments } of [first, last]) {
      expect(layers).toMatchObject({ digests: [APP, OS], diffIds: [OS, undefined] });
      expect([...layers.shippedBytes]).toEqual([5, Number.NaN]);
      expect([...layers.entryBytes]).toEqual([20, Number.NaN]);
      expect([...layers.diskBytes!]).toEqual([24, Number.NaN]);
      expect(moments[0]!.images[0]!.layers).toEqual(Uint32Array.of(1, 0));
    }
  });

  test('names images of one tag apart', () => {
    const twice = [image({ layers: [] }), image({ layers: [] }), image({ layers: [], os: 'windows' })];
    expect(parse(snapshot(twice)).moments[0]!.images.map(({ name }) => name)).toEqual([
      'team/app:1',
      'team/app:1 (linux/arm)',
      'team/app:1 (windows/arm)',
    ]);
  });

  test('is written so that it is read as the same', () => {
    fc.assert(
      fc.property(arbitraryFleet(), (fleet) => {
        const { moments, layers } = parse([...writeSnapshot(fleet)].join(''));
        const plain = (images: typeof fleet.images, digests: readonly string[]): object[] =>
          images.map((item) => ({ ...item, layers: Array.from(item.layers, (layer) => digests[layer]) }));
        expect(plain(moments[0]!.images, layers.digests)).toEqual(plain(fleet.images, fleet.layers.digests));
        expect(moments[0]!.at).toBe(fleet.at);
      }),
    );
  });

  test('keeps every field when it is written', () => {
    const fleet = makeFleet({
      'a:1': {
        stack: ['os=3'],
        name: 'a:1 (linux/arm64/v8)',
        tags: ['1', '1.0'],
        platform: { os: 'linux', architecture: 'arm64', variant: 'v8', osVersion: '10.0' },
        osVersion: 'noble',
        created: 'then',
        base: 'b',
        dockerfile: 'Dockerfile',
        reference: `docker://a@${OS}`,
        documents: [{ digest: APP, sizeBytes: 7 }],
      },
    });
    const { images } = parse([...writeSnapshot(fleet)].join('')).moments[0]!;
    expect(images).toEqual(fleet.images);
  });
});

describe('a history', () => {
  const first = { at: '2026-01-01T00:00:00Z', same: [], images: [image({ digest: OS, layers: [[OS, 1]] })] };
  const second = {
    at: '2026-02-01T00:00:00Z',
    same: [OS],
    images: [
      image({
        tags: ['2'],
        digest: APP,
        layers: [
          [OS, 1],
          [APP, 2],
        ],
      }),
    ],
  };
  const lines = [{ kind: 'fleet-history', note: 'x' }, first, second].map((line) => JSON.stringify(line));

  test('is a line a moment, in which unchanged images are digests', () => {
    const { moments, isHistory } = parse(`${lines.join('\n')}\n`);
    expect(isHistory).toBe(true);
    expect(moments.map(({ images }) => images.map(({ name }) => name))).toEqual([
      ['team/app:1'],
      ['team/app:1', 'team/app:2'],
    ]);
    expect(moments[1]!.images[0]).toBe(moments[0]!.images[0]);
  });

  test('is also one snapshot behind the other, oldest first whatever their order', () => {
    const text = [second, first]
      .map(({ same: _, ...moment }) => JSON.stringify({ kind: 'fleet-snapshot', ...moment }))
      .join('\n');
    expect(parse(text).moments.map(({ at }) => at)).toEqual([first.at, second.at]);
  });

  test('refuses a digest that was not there the moment before', () => {
    const gap = JSON.stringify({ at: '2026-03-01T00:00:00Z', same: [], images: [] });
    const late = JSON.stringify({ at: '2026-04-01T00:00:00Z', same: [OS], images: [] });
    expect(() => parse([...lines, gap, late].join('\n'))).toThrow(
      /not among the images of the moment before/,
    );
  });
});
