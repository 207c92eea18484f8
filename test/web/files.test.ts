import { describe, expect, test } from 'vitest';
import { filePath } from '../../src/report/page/file-tree.ts';
import { ALL_FILES, listFilesBelow, makeTest } from '../../web/image/file-filter.ts';
import { sumFiles } from '../../web/image/folder-sums.ts';
import { listCauseChildren, listCauseFolders, listChildren } from '../../web/image/list-children.ts';
import { causeOfFile, HEADING, NEEDED_CAUSE, openPage } from '../../web/image/opened.ts';
import { makePathSearch } from '../../web/image/path-search.ts';
import { tellPlace } from '../../web/image/tell-place.ts';
import { HOSTILE_NAME, makePage } from '../engines/page-data.ts';

const page = makePage(2000, 40);
const opened = openPage(page);
const { tree } = opened;
const everything = makeTest(opened, ALL_FILES);
const files = Array.from({ length: tree.fileCount }, (_, file) => file);
const sumOf = (list: readonly number[]): number => list.reduce((sum, file) => sum + tree.bytes[file]!, 0);

describe('sums', () => {
  const { byFolder, byCause } = sumFiles(opened, everything);

  test('of the root are the image, by needed, advice and ballast', () => {
    expect(byFolder.bytes[0]).toBe(page.bytes.entryBytes);
    expect(byFolder.ballastBytes[0]).toBe(page.bytes.ballastBytes);
    expect(byFolder.adviceBytes[0]).toBe(page.bytes.adviceBytes);
    expect(byFolder.files[0]).toBe(2000);
  });

  test('by cause are those of the findings', () => {
    for (const [i, { bytes, id }] of opened.causes.entries())
      expect([id, byCause.bytes[i]]).toEqual([id, bytes]);
    expect(opened.causes.at(-1)!.id).toBe(NEEDED_CAUSE);
  });

  test('by cause are those of two levels of folders too', () => {
    for (const [i, folders] of listCauseFolders(opened, everything).entries()) {
      expect(folders.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(byCause.bytes[i]);
      expect(folders.map(({ label }) => label)).toContain('usr/lib/');
    }
  });

  test('of what a folder holds are those of the folder, all the way down', () => {
    for (let folder = 0; folder < tree.folderCount; folder++) {
      const children = listChildren(opened, byFolder, folder, everything);
      expect(children.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(byFolder.bytes[folder]);
      expect(children.reduce((sum, { hiddenBytes }) => sum + hiddenBytes, 0)).toBe(
        byFolder.hiddenBytes[folder],
      );
    }
  });

  test('ignored findings count as needed', () => {
    const findings = page.findings.map((finding) => ({
      ...finding,
      ignored: { reason: 'known', until: null },
    }));
    const ignored = openPage({ ...page, findings });
    expect(ignored.causes.map(({ id }) => id)).toEqual([NEEDED_CAUSE]);
    expect(causeOfFile(ignored, 0)).toBe(0);
  });
});

describe('filters', () => {
  test('take what they say, and their sums are of that', () => {
    const filter = { ...ALL_FILES, layer: 3, state: 'hidden' as const };
    const takes = makeTest(opened, filter);
    const taken = files.filter(takes);
    expect(taken.length).toBeGreaterThan(0);
    for (const file of taken) expect([tree.layers[file], tree.hiddenBy[file]]).toEqual([3, 11]);
    expect(sumFiles(opened, takes).byFolder.bytes[0]).toBe(sumOf(taken));
  });

  test('by cause take all files of the cause', () => {
    const cause = opened.causes.findIndex(({ heading }) => heading === HEADING.ballast);
    const takes = makeTest(opened, { ...ALL_FILES, cause });
    const { byCause } = sumFiles(opened, takes);
    expect(listCauseChildren(opened, byCause).map(({ bytes }) => bytes)).toEqual([
      opened.causes[cause]!.bytes,
    ]);
  });

  test('all files below a folder have its path', () => {
    const folder = tree.folderNames.indexOf('share');
    const below = listFilesBelow(tree, folder, everything);
    expect(below).toEqual(files.filter((file) => filePath(tree, file).startsWith('usr/share/')));
    expect(below.length).toBeGreaterThan(0);
  });
});

describe('search', () => {
  const search = makePathSearch(tree);

  test.each([
    'deep-12',
    'file-19',
    '7/file',
    'lib/part-0/d',
    '.js',
    'usr',
    HOSTILE_NAME.toLowerCase(),
    'nowhere',
  ])('%j finds what has it in its path, largest first', (words) => {
    const expected = files.filter((file) => `/${filePath(tree, file).toLowerCase()}`.includes(words));
    const found = search(words, 5);
    expect(found.count).toBe(expected.length);
    expect(found.files.map((file) => tree.bytes[file])).toEqual(
      expected
        .map((file) => tree.bytes[file]!)
        .sort((a, b) => b - a)
        .slice(0, 5),
    );
  });
});

test('a finding says in a line what its title does not', () => {
  const finding = {
    ...page.findings[1]!,
    message: 'Log files',
    paths: [{ path: 'var/log/a', bytes: 1 }],
    fileCount: 1,
  };
  expect(tellPlace(finding, 'Log files')).toBe('/var/log/a · layer 1: RUN step-1');
  expect(tellPlace({ ...finding, layer: null, fileCount: 0, place: 'Env' }, 'Other')).toBe('Log files · Env');
});
