// The data of a fleet's page: that sums add up, and that layers are told under numbers of the page's own.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measurePage } from '../../../../src/cli/fleet/page/measure-page.ts';
import type { LayerContent } from '../../../../src/fleet/hierarchy/tree/layer-content.ts';
import { unpackColumn } from '../../../../src/report/page/columns.ts';
import { makeFleetFinding, makeFleetReport } from '../../../support/made-fleet-check.ts';
import { digestOf, makeFleet, makeHistory } from '../../../support/stacked-fleet.ts';
import { arbitraryFleetPage } from './made-fleet-pages.ts';

const KNOWLEDGE = { version: '0.0.0', sources: ['fleet.json'] };

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}

describe('the data of a fleet', () => {
  test('adds up', () => {
    fc.assert(
      fc.property(arbitraryFleetPage(), ({ page }) => {
        const { images, layers, sums, history } = page;
        expect(sum(images.map(({ bytes }) => bytes))).toBe(sums.naive.bytes);
        expect(sum(images.map(({ partBytes }) => partBytes))).toBe(sums.unique.bytes);
        expect(sum(layers.shippedBytes)).toBe(sums.unique.bytes);
        expect(sum(images.map((image) => image.layers.length))).toBe(sums.layerUses);
        for (const { bytes, ownBytes, sharedBytes, layers: stack } of images) {
          expect(ownBytes + sharedBytes).toBe(bytes);
          expect(sum([...new Set(stack)].map((layer) => layers.shippedBytes[layer]!))).toBe(bytes);
        }
        if (history === null) return;
        expect(history.stockBytes + history.pushedBytes).toBe(history.everBytes);
        expect(sum(history.moments.map(({ pushedBytes }) => pushedBytes))).toBe(history.pushedBytes);
        expect(sum(history.byMonth.map(({ pushedBytes }) => pushedBytes))).toBe(history.pushedBytes);
        expect(sum(history.images.map(({ pushedBytes }) => pushedBytes))).toBe(history.pushedBytes);
      }),
    );
  });

  test('has each layer in use once, where it is found, and what follows its change', () => {
    fc.assert(
      fc.property(arbitraryFleetPage(), ({ page }) => {
        const { images, layers } = page;
        const depths = unpackColumn(layers.depths, layers.count);
        const used = new Set(images.flatMap((image) => image.layers));
        expect([...used].sort((a, b) => a - b)).toEqual(Array.from({ length: layers.count }, (_, i) => i));
        expect(new Set(layers.digests).size).toBe(layers.count);
        for (const [layer, home] of layers.homes.entries()) {
          expect(images[home]!.layers[depths[layer]!]).toBe(layer);
          expect(layers.blast.pushBytes[layer]).toBeGreaterThanOrEqual(layers.shippedBytes[layer]!);
          expect(layers.blast.pullBytes[layer]).toBeGreaterThanOrEqual(layers.blast.pushBytes[layer]!);
        }
      }),
    );
  });

  test('tells layers that hold the same under its own numbers', () => {
    const history = makeHistory({
      '2026-01-01T00:00:00Z': { 'gone:1': ['gone=900000'] },
      '2026-01-02T00:00:00Z': { 'a:1': ['os=800000', 'a=200000'], 'b:1': ['os=800000', 'b=200000'] },
    });
    const { layers } = history;
    const content: LayerContent = {
      signature: 'same',
      entryBytes: 600_000,
      packages: new Map(),
      files: { hashes: new Float64Array(), sizes: new Float64Array() },
    };
    const numberOf = (name: string) => layers.digests.indexOf(digestOf(name));
    const snapshot = { kind: 'fleet-snapshot', ...history.moments[1]!, layers } as const;
    const contents = new Map([
      [numberOf('a'), content],
      [numberOf('b'), content],
    ]);
    const page = measurePage({ snapshot, history }, { ...KNOWLEDGE, contents });
    expect(page.sums.repeatedBytes).toBe(200_000);
    expect(page.sameContents).toMatchObject([{ difference: 'timestamps', repeatedBytes: 200_000 }]);
    expect(page.sameContents![0]!.layers.map((layer) => page.layers.digests[layer])).toEqual([
      digestOf('a'),
      digestOf('b'),
    ]);
    expect(page.layers.digests).not.toContain(digestOf('gone'));
    expect(page.images.map(({ layers: stack }) => stack.map((layer) => page.layers.digests[layer]))).toEqual([
      [digestOf('os'), digestOf('a')],
      [digestOf('os'), digestOf('b')],
    ]);
  });

  test('tells findings at their layer, with the images that have them; of a secret no more than its place', () => {
    const snapshot = makeFleet({
      'base:1': ['os', 'lists'],
      'app:1': ['os', 'lists', 'app'],
      'app:2': ['os'],
    });
    const found = makeFleetFinding({}, { ignored: { reason: 'known', until: null } });
    const check = makeFleetReport(
      [
        found,
        makeFleetFinding({
          rule: 'secret/token',
          place: 'Env',
          secret: {
            count: 1,
            offsets: [],
            entry: null,
            layers: [],
            hiddenByInstruction: null,
            fingerprints: ['p1', null],
            places: [{ place: 'Env', name: 'TOKEN', step: null }],
          },
        }),
      ],
      { errors: [{ target: 'app:2', code: 'IMAGE_INVALID', message: 'no manifest', hint: null }] },
    );
    const { check: told, layers } = measurePage({ snapshot, history: undefined }, { ...KNOWLEDGE, check });
    expect(told!.passes).toBe(false);
    expect(told!.errors).toEqual([{ name: 'app:2', message: 'no manifest' }]);
    // What is ignored comes last.
    expect(told!.findings.map(({ ignored }) => ignored?.reason ?? null)).toEqual([null, 'known']);
    const [secret, other] = told!.findings;
    expect(layers.digests[other!.layer!]).toBe(digestOf('lists'));
    expect(other!.images).toEqual([0, 1, 2]);
    expect(secret).toMatchObject({ place: 'Env', fingerprints: ['p1'] });
    expect(JSON.stringify(secret)).not.toContain('offsets');
    expect(told!.images[0]).toMatchObject({ passes: false });
    expect(told!.images[2]).toBe(null);
  });
});
