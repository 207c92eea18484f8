import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packColumn, unpackColumn } from '../../../src/report/page/columns.ts';
import { FILE_KIND, type ListedFile, packFiles } from '../../../src/report/page/file-columns.ts';
import { filePath, openFiles } from '../../../src/report/page/file-tree.ts';

const NAME = fc.oneof(
  fc.constantFrom('a', 'b', 'usr', 'lib', '<!--', '\u2028', '__proto__', '.', '\ud800'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }).map((name) => name.replaceAll('/', '_')),
);

const FILE: fc.Arbitrary<ListedFile> = fc.record({
  path: fc.array(NAME, { minLength: 1, maxLength: 6 }).map((names) => names.join('/')),
  kind: fc.constantFrom(...Object.values(FILE_KIND)),
  bytes: fc.integer({ min: 0, max: 2 ** 40 }),
  layer: fc.integer({ min: 0, max: 4095 }),
  hiddenBy: fc.integer({ min: -1, max: 4095 }),
  finding: fc.integer({ min: -1, max: 500 }),
  owner: fc.integer({ min: -1, max: 3000 }),
});

describe('columns', () => {
  test('come back as they were, in the shorter form', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 3 })), (values) => {
        const packed = packColumn(values);
        expect([...unpackColumn(packed, values.length)]).toEqual(values);
        const length = packed.values.length + (packed.kind === 'runs' ? packed.counts.length : 0);
        expect(length).toBeLessThanOrEqual(values.length);
      }),
    );
  });
});

describe('files as columns', () => {
  test('come back as they were, through JSON', () => {
    fc.assert(
      fc.property(fc.array(FILE, { maxLength: 40 }), (files) => {
        const tree = openFiles(JSON.parse(JSON.stringify(packFiles(files))));
        const back = Array.from({ length: tree.fileCount }, (_, file) => ({
          path: filePath(tree, file),
          kind: tree.kinds[file],
          bytes: tree.bytes[file],
          layer: tree.layers[file],
          hiddenBy: tree.hiddenBy[file],
          finding: tree.findings[file],
          owner: tree.owners[file],
        }));
        const sort = (list: readonly object[]): readonly string[] =>
          list.map((file) => JSON.stringify(file)).sort();
        expect(sort(back)).toEqual(sort(files));
      }),
    );
  });

  test('of folders, all below one lie next to each other behind it', () => {
    fc.assert(
      fc.property(fc.array(FILE, { maxLength: 40 }), (files) => {
        const tree = openFiles(packFiles(files));
        for (let folder = 1; folder < tree.folderCount; folder++) {
          const parent = tree.folderParents[folder]!;
          expect(parent).toBeLessThan(folder);
          expect(tree.folderEnds[parent]).toBeGreaterThanOrEqual(tree.folderEnds[folder]!);
        }
        expect(tree.folderEnds[0]).toBe(tree.folderCount);
      }),
    );
  });
});
