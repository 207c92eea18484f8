// What a history pushed and what retention keeps, by hand and against the plain definitions.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FleetHistory } from '../../../src/fleet/snapshot/fleet-snapshot.ts';
import { measureChurn } from '../../../src/fleet/storage/measure-churn.ts';
import { makeHistory } from '../../support/stacked-fleet.ts';

describe('a history', () => {
  const history = makeHistory({
    '2026-01-31T00:00:00Z': { 'a:1': ['os=100', 'a=1'], 'b:1': ['os=100', 'b=2'] },
    '2026-02-10T00:00:00Z': { 'a:1': ['os=100', 'a2=10'], 'b:1': ['os=100', 'b=2'] },
    '2026-02-20T00:00:00Z': { 'a:1': ['os2=200', 'a3=20'], 'b:1': ['os2=200', 'b=2'] },
    '2026-03-02T00:00:00Z': { 'a:1': ['os2=200', 'a=1'], 'b:1': ['os2=200', 'b=2'] },
  });

  test('tells what was there, what was pushed, and when', () => {
    expect(measureChurn(history, [1, 2, 9])).toMatchObject({
      momentCount: 4,
      stockBytes: 103,
      pushedBytes: 230,
      everBytes: 333,
      pushedImages: 4,
      pushedBytesPerMonth: Math.round((230 * 365.25) / 12 / 30),
      byMonth: [
        { month: '2026-01', momentCount: 1, pushedBytes: 0, pushedImages: 0 },
        { month: '2026-02', momentCount: 2, pushedBytes: 230, pushedImages: 3 },
        { month: '2026-03', momentCount: 1, pushedBytes: 0, pushedImages: 1 },
      ],
      retention: [
        { generations: 1, keptBytes: 203, mostBytes: 222 },
        { generations: 2, keptBytes: 223, mostBytes: 332 },
        { generations: 9, keptBytes: 333, mostBytes: 333 },
      ],
    });
  });

  test('keeps what the last moments have, whatever comes and goes', () => {
    const layer = fc.integer({ min: 0, max: 6 }).map((n) => `l${n}=${n * n + 1}`);
    const moments = fc.array(fc.array(layer, { maxLength: 5 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 9 }), (stacks, generations) => {
        const days = stacks.map((stack, i) => [`2026-01-0${i + 1}T00:00:00Z`, { 'a:1': stack }] as const);
        const made = makeHistory(Object.fromEntries(days));
        const held = stacks.map((_, last) => holdAt(made, last, generations));
        const { retention, everBytes } = measureChurn(made, [generations]);
        expect(retention).toEqual([{ generations, keptBytes: held.at(-1), mostBytes: Math.max(...held) }]);
        expect(everBytes).toBe(holdAt(made, stacks.length - 1, stacks.length));
      }),
    );
  });
});

/** Bytes of all that the last moments up to one have. */
function holdAt({ moments, layers }: FleetHistory, last: number, generations: number): number {
  const kept = moments.slice(Math.max(0, last - generations + 1), last + 1);
  const held = new Set(kept.flatMap(({ images }) => images.flatMap((image) => [...image.layers])));
  return [...held].reduce((sum, layer) => sum + layers.shippedBytes[layer]!, 0);
}
