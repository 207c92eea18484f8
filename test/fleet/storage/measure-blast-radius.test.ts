// What follows a change of a layer, by hand and against the plain definition.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measureBlastRadius } from '../../../src/fleet/storage/measure-blast-radius.ts';
import { arbitraryFleet, digestOf, makeFleet } from '../../support/stacked-fleet.ts';

describe('when a layer changes', () => {
  test('all above it follows, in every image that has it', () => {
    const fleet = makeFleet({
      'base:1': ['os=100', 'tools=20'],
      'app:1': ['os=100', 'tools=20', 'app=5'],
      'app:2': ['os=100', 'tools=20', 'app2=7'],
      'other:1': ['lone=1'],
    });
    const { imageCounts, layersAbove, pushBytes, pullBytes } = measureBlastRadius(fleet);
    const of = (name: string) => {
      const layer = fleet.layers.digests.indexOf(digestOf(name));
      return [imageCounts[layer], layersAbove[layer], pushBytes[layer], pullBytes[layer]];
    };
    expect(of('os')).toEqual([3, 3, 132, 120 + 125 + 127]);
    expect(of('tools')).toEqual([3, 2, 32, 20 + 25 + 27]);
    expect(of('app')).toEqual([1, 0, 5, 5]);
    expect(of('lone')).toEqual([1, 0, 1, 1]);
  });

  test('as the definition has it, for fleets of any shape', () => {
    fc.assert(
      fc.property(arbitraryFleet(), (fleet) => {
        const { imageCounts, layersAbove, pushBytes, pullBytes } = measureBlastRadius(fleet);
        const sum = (layers: Iterable<number>): number =>
          [...layers].reduce((total, layer) => total + fleet.layers.shippedBytes[layer]!, 0);
        for (let layer = 0; layer < fleet.layers.count; layer++) {
          const tops = fleet.images
            .filter(({ layers }) => layers.includes(layer))
            .map(({ layers }) => new Set(layers.subarray(layers.indexOf(layer))));
          const all = new Set(tops.flatMap((top) => [...top]));
          expect(imageCounts[layer]).toBe(tops.length);
          expect(layersAbove[layer]).toBe(Math.max(0, all.size - 1));
          expect(pushBytes[layer]).toBe(sum(all));
          expect(pullBytes[layer]).toBe(tops.reduce((total, top) => total + sum(top), 0));
        }
      }),
    );
  });
});
