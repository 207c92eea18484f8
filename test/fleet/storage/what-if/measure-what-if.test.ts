// What changes would cost: by hand, and that a change says what doing it would give.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measureStorage } from '../../../../src/fleet/storage/measure-storage.ts';
import { measureWhatIf } from '../../../../src/fleet/storage/what-if/measure-what-if.ts';
import { matchesPattern } from '../../../../src/fleet/storage/what-if/name-pattern.ts';
import { arbitraryFleet, makeFleet, makeHistory } from '../../../support/stacked-fleet.ts';

const FLEET = makeFleet({
  'base:1': { stack: ['os=100', 'tools=10'], osVersion: 'one' },
  'app:1': { stack: ['os=100', 'tools=10', 'app=5'], osVersion: 'one', created: '2026-01-01T00:00:00Z' },
  'app:2': { stack: ['os2=200', 'app2=6'], osVersion: 'two', created: '2026-02-01T00:00:00Z' },
  'app:3-rc': { stack: ['os2=200', 'app3=7'], osVersion: 'two', created: '2026-03-01T00:00:00Z' },
});

const costAfter = (...changes: Parameters<typeof measureWhatIf>[1]) => measureWhatIf(FLEET, changes).after;

describe('what if', () => {
  test('one image were squashed: what it shares is added', () => {
    const { before, after: then, changes } = measureWhatIf(FLEET, [{ kind: 'squash', pattern: 'app:1' }]);
    expect(before.uniqueBytes).toBe(328);
    expect(then.uniqueBytes).toBe(328 + 110);
    expect(changes).toMatchObject([{ imageCount: 1 }]);
  });

  test('tags were given up', () => {
    expect(costAfter({ kind: 'drop', pattern: '*-rc' })).toMatchObject({ images: 3, uniqueBytes: 321 });
    expect(costAfter({ kind: 'drop', pattern: 'app:*' })).toMatchObject({ images: 1, uniqueBytes: 110 });
    expect(costAfter({ kind: 'drop', pattern: 'app*' })).toMatchObject({ images: 4 });
  });

  test('the newest of each line of tags were kept', () => {
    expect(costAfter({ kind: 'keep', generations: 1 })).toMatchObject({
      images: 3,
      uniqueBytes: 110 + 200 + 6 + 7,
    });
    expect(costAfter({ kind: 'keep', generations: 2 })).toMatchObject({ images: 4 });
  });

  test('images were built on another one', () => {
    const { after: then, changes } = measureWhatIf(FLEET, [
      { kind: 'move', pattern: 'app:2', parent: 'base:1' },
      { kind: 'move', pattern: 'app:3-rc', parent: 'base:1' },
    ]);
    expect(then).toMatchObject({ uniqueBytes: 100 + 10 + 5 + 6 + 7, naiveBytes: 110 + 115 + 116 + 117 });
    expect(changes.map(({ imageCount }) => imageCount)).toEqual([1, 1]);
  });

  test('all stood on one system', () => {
    expect(costAfter({ kind: 'one-os', os: 'two' })).toMatchObject({ uniqueBytes: 200 + 10 + 5 + 6 + 7 });
    expect(costAfter({ kind: 'one-os', os: 'app:1' })).toMatchObject({ uniqueBytes: 100 + 10 + 5 + 6 + 7 });
    // As many images have one as the other; the first by name is taken.
    expect(costAfter({ kind: 'one-os', os: undefined })).toMatchObject({ uniqueBytes: 128 });
  });

  test.each<Parameters<typeof measureWhatIf>[1][number]>([
    { kind: 'squash', pattern: 'nothing' },
    { kind: 'move', pattern: 'nothing', parent: 'base:1' },
    { kind: 'move', pattern: 'app:1', parent: 'nothing' },
    { kind: 'one-os', os: 'nothing' },
  ])('refuses what fits nothing: %j', (change) => {
    expect(() => costAfter(change)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });

  test('all were squashed: as much as by itself each takes, and no less than before', () => {
    fc.assert(
      fc.property(arbitraryFleet(), (fleet) => {
        const { before, after: then } = measureWhatIf(fleet, [{ kind: 'squash', pattern: '*' }]);
        const stacks = new Map(fleet.images.map((image) => [image.layers.join(), image]));
        const apart = measureStorage({ ...fleet, images: [...stacks.values()] });
        const hasSingles = [...stacks.values()].some(({ layers }) => layers.length === 1);
        if (!hasSingles) expect(then.uniqueBytes).toBe(apart.naive.bytes);
        expect(then.naiveBytes).toBe(before.naiveBytes);
        expect(then.uniqueBytes).toBeGreaterThanOrEqual(before.uniqueBytes);
      }),
    );
  });

  test('a history were otherwise: a month, and what a registry keeps', () => {
    const history = makeHistory({
      '2026-01-01T00:00:00Z': { 'a:1': ['os=100', 'a=1'], 'b:1': ['os=100', 'b=2'] },
      '2026-01-31T00:00:00Z': { 'a:1': ['os=100', 'a2=10'], 'b:1': ['os=100', 'b=2'] },
    });
    const perMonth = (bytes: number): number => Math.round((bytes * 365.25) / 12 / 30);
    expect(measureWhatIf(history, [{ kind: 'squash', pattern: '*' }])).toMatchObject({
      before: { pushedBytesPerMonth: perMonth(10), heldBytes: 113 },
      after: { pushedBytesPerMonth: perMonth(110), heldBytes: 101 + 102 + 110 },
    });
    expect(measureWhatIf(history, [{ kind: 'keep', generations: 1 }])).toMatchObject({
      before: { heldBytes: 113 },
      after: { heldBytes: 112, uniqueBytes: 112 },
    });
  });
});

test('a pattern fits as a star stands for any text', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*'), maxLength: 8 });
  fc.assert(
    fc.property(text, text, (pattern, name) => {
      const expression = pattern
        .split('*')
        .map((part) => part.replace(/[:]/g, '\\$&'))
        .join('.*');
      expect(matchesPattern(pattern, name)).toBe(new RegExp(`^${expression}$`, 's').test(name));
    }),
  );
});
