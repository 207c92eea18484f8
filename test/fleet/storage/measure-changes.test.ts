// What changed how often, by hand and against what the whole history pushed.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measureChanges } from '../../../src/fleet/storage/measure-changes.ts';
import { measureChurn } from '../../../src/fleet/storage/measure-churn.ts';
import { digestOf, makeHistory } from '../../support/stacked-fleet.ts';

const HISTORY = makeHistory({
  '2026-01-01T00:00:00Z': { 'base:1': ['os=100'], 'app:1': ['os=100', 'app=5'], 'old:1': ['old=3'] },
  '2026-01-02T00:00:00Z': { 'base:1': ['os=100'], 'app:1': ['os=100', 'app2=6'], 'old:1': ['old=3'] },
  '2026-01-03T00:00:00Z': {
    'base:1': ['os2=200'],
    'app:1': ['os2=200', 'app3=7'],
    'new:1': ['os2=200', 'new=9'],
  },
});

describe('a history', () => {
  test('tells of each moment what it brought', () => {
    expect(measureChanges(HISTORY).moments).toEqual([
      { at: '2026-01-01T00:00:00Z', images: 3, changedImages: 0, pushedBytes: 0 },
      { at: '2026-01-02T00:00:00Z', images: 3, changedImages: 1, pushedBytes: 6 },
      { at: '2026-01-03T00:00:00Z', images: 3, changedImages: 3, pushedBytes: 216 },
    ]);
  });

  test('tells of each image how often it changed, and counts a layer for the one that is built first', () => {
    expect(measureChanges(HISTORY).images).toEqual([
      { name: 'base:1', changes: 1, pushedBytes: 200, lastChange: 2, isThere: true },
      { name: 'app:1', changes: 2, pushedBytes: 13, lastChange: 2, isThere: true },
      { name: 'new:1', changes: 1, pushedBytes: 9, lastChange: 2, isThere: true },
      { name: 'old:1', changes: 0, pushedBytes: 0, lastChange: 0, isThere: false },
    ]);
  });

  test('tells of each layer since when it is there, and how often its place changed', () => {
    const { since, changes } = measureChanges(HISTORY).layers;
    const of = (name: string) => {
      const layer = HISTORY.layers.digests.indexOf(digestOf(name));
      return [since[layer], changes[layer]];
    };
    expect(of('os2')).toEqual([2, 1]);
    expect(of('app3')).toEqual([2, 2]);
    expect(of('new')).toEqual([2, 0]);
    expect(of('os')).toEqual([-1, 0]);
  });

  test('has bytes of moments and of images that both add up to what was pushed', () => {
    const layer = fc.integer({ min: 0, max: 12 }).map((n) => `l${n}=${n * n + 1}`);
    const images = fc.array(fc.array(layer, { maxLength: 5 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(images, { minLength: 1, maxLength: 7 }), (moments) => {
        const history = makeHistory(
          Object.fromEntries(
            moments.map((stacks, m) => [
              `2026-01-0${m + 1}T00:00:00Z`,
              Object.fromEntries(stacks.map((stack, i) => [`app${i}:1`, stack])),
            ]),
          ),
        );
        const { pushedBytes } = measureChurn(history, [1]);
        const changes = measureChanges(history);
        const sum = (of: readonly { readonly pushedBytes: number }[]): number =>
          of.reduce((total, part) => total + part.pushedBytes, 0);
        expect(sum(changes.moments)).toBe(pushedBytes);
        expect(sum(changes.images)).toBe(pushedBytes);
        for (const { layers } of history.moments.at(-1)!.images)
          for (const number of layers) expect(changes.layers.since[number]).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
