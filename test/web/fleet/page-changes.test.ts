// What-if in the page against what-if of the command: the same bytes for the same changes, whatever the fleet.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measureStorage } from '../../../src/fleet/storage/measure-storage.ts';
import type { FleetChange } from '../../../src/fleet/storage/what-if/fleet-change.ts';
import { type FleetCost, measureWhatIf } from '../../../src/fleet/storage/what-if/measure-what-if.ts';
import { openSnapshot } from '../../../web/fleet/what-if/open-snapshot.ts';
import { measurePageChanges, type PageChange } from '../../../web/fleet/what-if/page-changes.ts';
import { toCommand } from '../../../web/fleet/what-if/to-command.ts';
import { arbitraryFleetPage } from '../../report/page/fleet/made-fleet-pages.ts';

/** Which images a change is about, as a number whose bits choose them. */
const CHOICE = fc.integer({ min: 0, max: 255 });
const ASKED = fc.record({
  kind: fc.constantFrom('drop', 'move', 'one-os', 'squash'),
  choice: CHOICE,
  parent: CHOICE,
});

/** The change for the page, and the same for the command. */
function toChanges(
  { kind, choice, parent }: { kind: string; choice: number; parent: number },
  names: readonly string[],
): { readonly page: PageChange; readonly command: readonly FleetChange[] } {
  const chosen = names.filter((_, i) => (choice >> i) & 1);
  const target = names[parent % names.length]!;
  switch (kind) {
    case 'drop':
      return {
        page: { kind, names: chosen },
        command: chosen.map((pattern) => ({ kind: 'drop', pattern })),
      };
    case 'move': {
      // All at once: the command makes several moves one after the other.
      const repository = names[choice % names.length]!.split(':')[0]!;
      return {
        page: { kind, names: names.filter((name) => name.startsWith(`${repository}:`)), parent: target },
        command: [{ kind: 'move', pattern: `${repository}:*`, parent: target }],
      };
    }
    case 'squash':
      return {
        page: { kind, names: chosen },
        command: chosen.map((pattern) => ({ kind: 'squash', pattern })),
      };
    default: {
      const os = choice % 2 === 0 ? undefined : 'even';
      return { page: { kind: 'one-os', os }, command: [{ kind: 'one-os', os }] };
    }
  }
}

/** What a page cannot tell: it has no moments. */
function withoutTime({ pushedBytesPerMonth: _pushed, heldBytes: _held, ...cost }: FleetCost) {
  return cost;
}

describe('what-if in the page', () => {
  test('opens the fleet as it was: all that is measured is the same', () => {
    fc.assert(
      fc.property(arbitraryFleetPage(), ({ page, snapshot }) => {
        const [opened, own] = [measureStorage(openSnapshot(page)), measureStorage(snapshot)];
        expect(
          opened.images.map(({ bytes, ownBytes, partBytes, nodeMarginalBytes }) => [
            bytes,
            ownBytes,
            partBytes,
            nodeMarginalBytes,
          ]),
        ).toEqual(
          own.images.map(({ bytes, ownBytes, partBytes, nodeMarginalBytes }) => [
            bytes,
            ownBytes,
            partBytes,
            nodeMarginalBytes,
          ]),
        );
        expect([
          opened.naive.bytes,
          opened.unique.bytes,
          opened.node.estimateBytes,
          opened.chainCount,
        ]).toEqual([own.naive.bytes, own.unique.bytes, own.node.estimateBytes, own.chainCount]);
      }),
    );
  });

  test('has the numbers of the command for one change of any kind', () => {
    fc.assert(
      fc.property(arbitraryFleetPage(), ASKED, ({ page, snapshot }, asked) => {
        const { page: change, command } = toChanges(
          asked,
          page.images.map(({ name }) => name),
        );
        const told = measurePageChanges(openSnapshot(page), [change]);
        const { before, after } = measureWhatIf(snapshot, command);
        expect(withoutTime(told.before)).toEqual(withoutTime(before));
        expect(withoutTime(told.after)).toEqual(withoutTime(after));
      }),
      { numRuns: 300 },
    );
  });

  test('has the numbers of the command for changes together, in whatever order they were asked for', () => {
    fc.assert(
      fc.property(arbitraryFleetPage(), CHOICE, CHOICE, CHOICE, ({ page, snapshot }, a, b, c) => {
        const names = page.images.map(({ name }) => name);
        // Images that are still there when their change comes.
        const dropped = toChanges({ kind: 'drop', choice: a & 254, parent: 0 }, names);
        const left = names.filter((_, i) => i === 0 || ((a >> i) & 1) === 0);
        const moved = toChanges({ kind: 'move', choice: b, parent: c }, left);
        const squashed = toChanges({ kind: 'squash', choice: c, parent: 0 }, left);
        const told = measurePageChanges(openSnapshot(page), [squashed.page, moved.page, dropped.page]);
        const { after } = measureWhatIf(snapshot, [
          ...squashed.command,
          ...moved.command,
          ...dropped.command,
        ]);
        expect(withoutTime(told.after)).toEqual(withoutTime(after));
      }),
      { numRuns: 300 },
    );
  });

  test('adds an image to what is there', () => {
    fc.assert(
      fc.property(arbitraryFleetPage(), fc.nat(1_000_000_000), ({ page }, ownBytes) => {
        const { before, after, imageCounts } = measurePageChanges(openSnapshot(page), [
          { kind: 'add', name: 'new image', on: page.images[0]!.name, ownBytes },
        ]);
        expect(imageCounts).toEqual([1]);
        expect(after.images).toBe(before.images + 1);
        expect(after.uniqueBytes).toBe(before.uniqueBytes + ownBytes);
        expect(after.naiveBytes).toBe(before.naiveBytes + page.images[0]!.bytes + ownBytes);
        expect(after.nodeBytesEstimate).toBeGreaterThanOrEqual(before.nodeBytesEstimate);
      }),
    );
  });
});

describe('the command beside it', () => {
  test('is told where its patterns mean the same images, and only then', () => {
    const images = ['a:1', 'a:2', 'b:1'].map((name) => ({
      name,
      repository: name.slice(0, 1),
      tags: [name.slice(2)],
      digest: undefined,
      platform: { os: 'linux', architecture: 'amd64' },
      osVersion: undefined,
      created: undefined,
      base: undefined,
      dockerfile: undefined,
      layers: new Uint32Array(),
    }));
    const fleet = { images } as unknown as Parameters<typeof toCommand>[0];
    const ask = (...changes: readonly PageChange[]) => toCommand(fleet, ['./my fleet.json'], changes);
    expect(ask({ kind: 'drop', names: ['a:1'] }, { kind: 'squash', names: ['b:1'] })).toBe(
      "plimsoll fleet what-if './my fleet.json' --drop a:1 --squash b:1",
    );
    expect(ask({ kind: 'move', names: ['a:2'], parent: 'b:1' })).toBe(
      "plimsoll fleet what-if './my fleet.json' --move 'a:2=b:1'",
    );
    expect(ask({ kind: 'move', names: ['a:1', 'a:2'], parent: 'b:1' })).toBe(
      "plimsoll fleet what-if './my fleet.json' --move 'a:*=b:1'",
    );
    expect(ask({ kind: 'move', names: ['a:1', 'b:1'], parent: 'a:2' })).toBe(null);
    expect(ask({ kind: 'drop', names: ['a:1', 'b:1'] })).toContain('--drop a:1 --drop b:1');
    expect(ask({ kind: 'drop', names: ['a:1', 'a:2'] })).toContain("--drop 'a:*'");
    expect(ask({ kind: 'one-os', os: undefined })).toContain('--one-os most-used');
    expect(ask({ kind: 'add', name: 'new', on: null, ownBytes: 1 })).toBe(null);
    // The other platform's image has the same tag.
    const twin = { ...images[0]!, name: 'a:1 (linux/arm64)' };
    const both = { images: [...images, twin] } as unknown as Parameters<typeof toCommand>[0];
    expect(toCommand(both, ['x'], [{ kind: 'drop', names: ['a:1'] }])).toBe(null);
    expect(toCommand(both, ['x'], [{ kind: 'squash', names: ['a:1'] }])).toBe(null);
    expect(toCommand(both, ['x'], [{ kind: 'drop', names: ['a:1', twin.name] }])).toBe(
      'plimsoll fleet what-if x --drop a:1',
    );
  });
});
