import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileGroup } from '../../../src/checks/judging/file-group.ts';
import { file, layer, scanBytes } from '../../support/layers.ts';

/** A group of all files of one layer, in its order. */
async function groupOf(
  paths: readonly string[],
  sizes: readonly number[] = [],
  kept = 100,
): Promise<FileGroup> {
  const items = paths.map((path, i) => file(path, Buffer.alloc(sizes[i] ?? 1)));
  const { facts } = await scanBytes(layer(items));
  const group = new FileGroup(1, 0, 0, facts, kept);
  for (let i = 0; i < facts.entryCount; i++) group.add(i, facts.sizes[i]!, facts.sizes[i]! / 2);
  return group;
}

async function folderOf(...paths: readonly string[]): Promise<string> {
  return (await groupOf(paths)).folder();
}

describe('the folder that files share', () => {
  test.each<readonly [string, readonly string[]]>([
    ['a/b', ['a/b/x']],
    ['', ['x']],
    ['', ['x', 'a/b/y']],
    ['', ['a/x', 'x']],
    ['a/b', ['a/b/x', 'a/b/y']],
    ['a/b', ['a/b/c/x', 'a/b/d/y']],
    ['a/b', ['a/b/x', 'a/b/c/d/y']],
    ['a/b', ['a/b/c/d/y', 'a/b/x']],
    // Names that only begin alike.
    ['a', ['a/b/x', 'a/bc/y']],
    ['a', ['a/bc/x', 'a/b/y']],
    ['a', ['a/b/x', 'a/bc']],
    ['a', ['a/bc', 'a/b/x']],
    ['', ['ab/x', 'a/x']],
    ['', ['a/x', 'ab/x']],
    ['var/lib', ['var/lib/dpkg/status', 'var/lib/dpkg-old/status']],
    ['', ['a', 'ab', 'abc']],
    // A file where another has a folder, as only a damaged layer has it.
    ['a', ['a/b/x', 'a/b']],
    ['a', ['a/b', 'a/b/x']],
    ['usr/é', ['usr/é/x', 'usr/é/y']],
    ['usr', ['usr/é/x', 'usr/è/y']],
  ])('%j of %j', async (folder, paths) => {
    expect(await folderOf(...paths)).toBe(folder);
  });

  test('is what comparing names gives, for any paths in any order', async () => {
    const name = fc.constantFrom('a', 'b', 'ab', 'abc', 'é', 'b.c');
    const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join('/'));
    await fc.assert(
      fc.asyncProperty(fc.array(path, { minLength: 1, maxLength: 6 }), async (paths) => {
        const folders = paths.map((text) => text.split('/').slice(0, -1));
        let common = folders[0]!;
        while (!folders.every((folder) => common.every((part, i) => folder[i] === part)))
          common = common.slice(0, -1);
        expect(await folderOf(...paths)).toBe(common.join('/'));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the largest files', () => {
  test('are kept, largest first, and of equal ones the first', async () => {
    const sizes = [3, 9, 9, 1, 9, 2];
    const paths = sizes.map((_, i) => `f${i}`);
    const entries = async (kept: number) =>
      (await groupOf(paths, sizes, kept)).largest().map(({ entry }) => entry);
    expect(await entries(2)).toEqual([1, 2]);
    expect(await entries(4)).toEqual([1, 2, 4, 0]);
    expect(await entries(0)).toEqual([]);
    expect(await entries(Number.POSITIVE_INFINITY)).toEqual([1, 2, 4, 0, 5, 3]);
  });

  test('are those of a sort, for any sizes and any number', async () => {
    const sizes = fc.array(fc.nat(9), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(12), async (list, kept) => {
        const group = await groupOf(
          list.map((_, i) => `f${i}`),
          list,
          kept,
        );
        const sorted = list.map((bytes, entry) => ({ entry, bytes }));
        sorted.sort((a, b) => b.bytes - a.bytes || a.entry - b.entry);
        expect(group.largest()).toEqual(sorted.slice(0, kept));
        expect(group.largest()).toEqual(sorted.slice(0, kept));
        expect(group.fileCount).toBe(list.length);
        expect(group.bytes).toBe(list.reduce((sum, bytes) => sum + bytes, 0));
        expect(group.shippedBytes).toBe(group.bytes / 2);
      }),
      { numRuns: 200 },
    );
  });
});
