import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildBranches } from '../../../src/cli/context/build-branches.ts';
import type { ContextEntry } from '../../../src/context/walk/context-entry.ts';

const file = (path: string, sizeBytes: number): ContextEntry => ({ path, kind: 'file', sizeBytes });
const folder = (path: string): ContextEntry => ({ path, kind: 'folder', sizeBytes: 0 });

describe('branches', () => {
  test('add up what is below, the largest first, divided where they hold much', () => {
    const entries = [
      file('a', 1),
      folder('b'),
      folder('b/c'),
      file('b/c/d', 70),
      file('b/e', 20),
      folder('f'),
      file('f/g', 9),
    ];
    const uses = ['unused', 'unused', 'unused', 'named', 'swept', 'unused', 'swept'] as const;
    expect(buildBranches(entries, (i) => uses[i]!)).toMatchObject([
      {
        path: 'b',
        files: 2,
        bytes: 90,
        use: 'mixed',
        children: [
          { path: 'b/c', bytes: 70, use: 'named', children: [{ path: 'b/c/d' }] },
          { path: 'b/e', bytes: 20, use: 'swept' },
        ],
      },
      { path: 'f', files: 1, bytes: 9, use: 'swept', children: [] },
      { path: 'a', isFolder: false, bytes: 1, use: 'unused' },
    ]);
  });

  test('an empty folder is unused, and a link has no bytes and is no file', () => {
    const link: ContextEntry = { path: 'l', kind: 'symlink', sizeBytes: 0 };
    expect(buildBranches([folder('e'), link], () => 'swept')).toMatchObject([
      { path: 'e', files: 0, bytes: 0, use: 'unused' },
      { path: 'l', files: 0, bytes: 0, use: 'swept' },
    ]);
  });

  test('lose no byte and no file', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(500), { maxLength: 4 }), { maxLength: 9 }), (folders) => {
        const entries = folders.flatMap((sizes, i) => [
          folder(`d${i}`),
          ...sizes.map((size, k) => file(`d${i}/${k}`, size)),
        ]);
        const branches = buildBranches(entries, () => 'swept');
        expect(branches.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(
          folders.flat().reduce((sum, size) => sum + size, 0),
        );
        expect(branches.reduce((sum, { files }) => sum + files, 0)).toBe(folders.flat().length);
      }),
    );
  });
});
