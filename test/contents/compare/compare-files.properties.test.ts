// What must hold of two images side by side, whatever they are.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measureLayers } from '../../../src/checks/judging/sum-bytes.ts';
import { compareFiles } from '../../../src/contents/compare/compare-files.ts';
import type { ChangeTotals, FileDifference } from '../../../src/contents/compare/file-difference.ts';
import type { ImageContents } from '../../../src/contents/image-contents.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { readStack } from '../../checks/judging/judge-stack.ts';
import { arbitraryStack } from '../../support/arbitrary-layers.ts';
import { listView } from '../view/list-view.ts';
import { randomStack } from '../view/random-stacks.ts';
import type { Shown } from '../view/shown.ts';
import { swap } from './compare-stacks.ts';

const ALL = 1_000_000;

const anyStack = (): fc.Arbitrary<TarItem[][]> =>
  fc.oneof(
    arbitraryStack({ maxEntries: 10 }),
    fc.tuple(fc.nat(), fc.constantFrom('tame' as const, 'wild' as const)).map((args) => randomStack(...args)),
  );

/** Pairs of images, most of which have their lowest layers in common. */
const anyPair = (): fc.Arbitrary<[TarItem[][], TarItem[][]]> =>
  fc
    .tuple(anyStack(), anyStack(), fc.nat({ max: 4 }))
    .map(([a, b, shared]) => [a, [...a.slice(0, shared), ...b]]);

const holds = (check: (a: ImageContents, b: ImageContents) => void, numRuns = 150): Promise<void> =>
  fc.assert(
    fc.asyncProperty(anyPair(), async ([a, b]) => check(await readStack(a), await readStack(b))),
    { numRuns },
  );

test('an image does not differ from itself', async () => {
  await holds((a) => {
    const { differences, groups, totals, visibleInA, visibleInB } = compareFiles(a, a, ALL);
    expect({ differences, groups }).toEqual({ differences: [], groups: [] });
    expect(visibleInA).toEqual(visibleInB);
    for (const total of Object.values(totals))
      expect(total).toEqual({ fileCount: 0, directoryCount: 0, bytesInA: 0, bytesInB: 0 });
  });
});

test('A with B is B with A, the other way round', async () => {
  await holds((a, b) => {
    const [one, other] = [compareFiles(a, b, ALL), swap(compareFiles(b, a, ALL))];
    expect(one.totals).toEqual(other.totals);
    expect(byPath(one.differences)).toEqual(byPath(other.differences));
    expect(one.groups).toHaveLength(one.groupCount);
    expect(one.groups).toEqual(expect.arrayContaining([...other.groups]));
  });
});

test('what differs adds up to the difference of the visible bytes, and those to the entry bytes', async () => {
  await holds((a, b) => {
    const { totals, differences, visibleInA, visibleInB, groups } = compareFiles(a, b, ALL);
    const growth = visibleInB.bytes - visibleInA.bytes;
    const sum = (items: Iterable<Pick<ChangeTotals, 'bytesInA' | 'bytesInB'>>): number =>
      [...items].reduce((total, { bytesInA, bytesInB }) => total + bytesInB - bytesInA, 0);
    expect(sum(Object.values(totals))).toBe(growth);
    expect(
      sum(differences.map(({ inA, inB }) => ({ bytesInA: inA?.bytes ?? 0, bytesInB: inB?.bytes ?? 0 }))),
    ).toBe(growth);
    for (const [image, visible] of [
      [a, visibleInA],
      [b, visibleInB],
    ] as const) {
      const layers = measureLayers(image);
      const shown = layers.reduce((total, layer) => total + layer.entryBytes - layer.hiddenBytes, 0);
      expect(visible.bytes).toBe(shown);
    }
    // There is no package here, so that groups tell all but attributes.
    expect(sum(groups)).toBe(growth - sum([totals.attributes]));
    const fileCount = groups.reduce((total, group) => total + group.fileCount, 0);
    const { added, removed, type, content } = totals;
    const typeFiles = differences.filter(({ change }) => change === 'type').length;
    expect(fileCount).toBe(added.fileCount + removed.fileCount + content.fileCount + typeFiles);
    expect(type.fileCount + type.directoryCount).toBe(typeFiles);
  });
});

test('every path that two listings show differently is told, and no other', async () => {
  await holds((a, b) => {
    const [inA, inB] = [listView(a.view), listView(b.view)];
    const expected: Record<string, string> = {};
    for (const path of new Set([...inA.keys(), ...inB.keys()])) {
      const change = judge(inA.get(path), inB.get(path));
      if (change !== undefined) expected[path] = change;
    }
    const { differences } = compareFiles(a, b, ALL);
    const told = differences.filter(({ attributes }) => attributes.some((name) => name !== 'links'));
    const others = differences.filter(({ change }) => change !== 'attributes');
    const actual = Object.fromEntries([...told, ...others].map(({ path, change }) => [path, change]));
    expect(actual).toEqual(expected);
  }, 300);
});

/** The slow way: what a path shows as text. */
function judge(a: Shown | undefined, b: Shown | undefined): string | undefined {
  if (a === undefined || b === undefined) return a === b ? undefined : a === undefined ? 'added' : 'removed';
  if (a.type !== b.type) return 'type';
  if (a.contentHash !== b.contentHash) return 'content';
  return renderAttributes(a) === renderAttributes(b) ? undefined : 'attributes';
}

function renderAttributes({ attributes, target, device }: Shown): string {
  const { mode, uid, gid, xattrs } = attributes ?? { mode: 0o755, uid: 0, gid: 0, xattrs: new Map() };
  return JSON.stringify([mode, uid, gid, [...xattrs].sort(), target, device]);
}

function byPath(differences: readonly FileDifference[]): readonly FileDifference[] {
  return differences.toSorted((x, y) => (x.path < y.path ? -1 : 1));
}
