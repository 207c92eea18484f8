// What a fleet costs, by hand and against the plain definitions.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FleetSnapshot } from '../../../src/fleet/snapshot/fleet-snapshot.ts';
import { measureStorage } from '../../../src/fleet/storage/measure-storage.ts';
import { arbitraryFleet, digestOf, makeFleet } from '../../support/stacked-fleet.ts';

/** With unpacked sizes of three times the blobs, so that nothing of a node is an estimate. */
function withEntries(fleet: FleetSnapshot): FleetSnapshot {
  const entryBytes = fleet.layers.shippedBytes.map((bytes) => bytes * 3);
  return { ...fleet, layers: { ...fleet.layers, entryBytes } };
}

function without(fleet: FleetSnapshot, image: number): FleetSnapshot {
  return { ...fleet, images: fleet.images.filter((_, i) => i !== image) };
}

/** Sums by the definitions: blobs by digest, chains by all that lies below. */
function count(fleet: FleetSnapshot): { unique: number; chains: number; node: number } {
  const blobs = new Set<number>();
  const chains = new Map<string, number>();
  for (const { layers } of fleet.images)
    for (const [depth, layer] of layers.entries()) {
      blobs.add(layer);
      chains.set(layers.subarray(0, depth + 1).join(), layer);
    }
  const sum = (layers: Iterable<number>): number =>
    [...layers].reduce((total, layer) => total + fleet.layers.shippedBytes[layer]!, 0);
  return { unique: sum(blobs), chains: chains.size, node: 3 * sum(chains.values()) };
}

describe('a fleet', () => {
  test('shares blobs in a registry, and stacks on a node', () => {
    const fleet = makeFleet({
      'a:1': ['os=100', 'x=10', 'y=5'],
      'b:1': ['os=100', 'x=10'],
      'c:1': ['os=100', 'y=5', 'x=10'],
    });
    const storage = measureStorage(withEntries(fleet));
    expect(storage).toMatchObject({
      imageCount: 3,
      layerCount: 3,
      layerUses: 8,
      naive: { bytes: 340, basis: undefined },
      unique: { bytes: 115 },
      documentBytes: null,
      chainCount: 5,
      // os, x on os, y on x on os, y on os, x on y on os.
      node: { bytes: 3 * (100 + 10 + 5 + 5 + 10), basis: undefined },
      nodeDisk: { bytes: null },
      singleSquash: { addingCount: 3, medianBytes: 115, mostBytes: 115 },
    });
    expect(storage.images.map(({ nodeMarginalBytes }) => nodeMarginalBytes)).toEqual([15, 0, 45]);
    expect([...storage.layers.copies]).toEqual([1, 2, 2]);
  });

  test('holds a layer of one diffId once on a node, in whatever compression it is stored', () => {
    const fleet = makeFleet({ 'a:1': ['gzip=10'], 'b:1': ['zstd=8'], 'c:1': ['zstd=8', 'top=1'] });
    const same = digestOf('diff');
    const layers = { ...fleet.layers, diffIds: [same, same, undefined] };
    expect(measureStorage({ ...fleet, layers })).toMatchObject({ chainCount: 2, unique: { bytes: 19 } });
  });

  test('counts manifests and configs once, and what goes with an image', () => {
    const documents = (...names: string[]): object => ({
      documents: names.map((name) => ({ digest: digestOf(name), sizeBytes: name.length })),
    });
    const storage = measureStorage(
      makeFleet({
        'a:1': { stack: ['os=100'], ...documents('index', 'manifest-a', 'config') },
        'b:1': { stack: ['os=100'], ...documents('index', 'manifest-bb', 'config') },
      }),
    );
    expect(storage.documentBytes).toBe(5 + 10 + 11 + 6);
    expect(storage.images.map(({ marginalBytes }) => marginalBytes)).toEqual([10, 11]);
  });

  test('says what it does not know, and by what it estimates it', () => {
    const fleet = makeFleet({ 'a:1': ['os=10000000', 'x=1000'] });
    const entryBytes = Float64Array.of(30_000_000, Number.NaN);
    const { node, unique } = measureStorage({ ...fleet, layers: { ...fleet.layers, entryBytes } });
    expect(unique).toEqual({ bytes: 10_001_000, estimateBytes: 10_001_000, basis: undefined });
    expect(node).toEqual({
      bytes: null,
      estimateBytes: 30_003_000,
      basis: '1 of 2 layers are not known and taken as 3.00 (that of 1 known layers) times their blobs',
    });
  });

  test('gives the sums of the definitions, which add up', () => {
    fc.assert(
      fc.property(arbitraryFleet(), (made) => {
        const fleet = withEntries(made);
        const storage = measureStorage(fleet);
        const { unique, chains, node } = count(fleet);
        expect(storage).toMatchObject({
          unique: { bytes: unique },
          chainCount: chains,
          node: { bytes: node },
        });
        const sum = (of: (image: (typeof storage.images)[number]) => number): number =>
          storage.images.reduce((total, image) => total + of(image), 0);
        expect(sum(({ bytes }) => bytes)).toBe(storage.naive.bytes);
        expect(sum(({ partBytes }) => partBytes)).toBe(unique);
        for (const [i, image] of storage.images.entries()) {
          expect(image.ownBytes + image.sharedBytes).toBe(image.bytes);
          const rest = count(without(fleet, i));
          expect(image.marginalBytes).toBe(unique - rest.unique);
          expect(image.nodeMarginalBytes).toBe(node - rest.node);
        }
      }),
    );
  });

  test('squashing one image adds what it shares', () => {
    fc.assert(
      fc.property(arbitraryFleet(), fc.nat(7), (fleet, at) => {
        const i = at % fleet.images.length;
        const image = measureStorage(fleet).images[i]!;
        const rest = count(without(fleet, i)).unique;
        expect(rest + image.bytes - count(fleet).unique).toBe(image.sharedBytes);
      }),
    );
  });
});
