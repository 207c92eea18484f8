import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { summariseContext } from '../../../src/cli/context/summarise-context.ts';
import { inspectMainContext } from '../../../src/context/inspection/inspect-context.ts';
import { readBuild } from '../../../src/context/inspection/read-build.ts';
import { makeTree } from '../../support/context-trees.ts';

const FOLDER = makeTree({
  Dockerfile: 'FROM scratch AS first\nCOPY src src/a /a\nCOPY . /b\n',
  src: { a: 'aa', b: 'bbb' },
  empty: {},
  link: 'link: src/a',
});
const SUMMARY = summariseContext(
  inspectMainContext(readBuild(join(FOLDER, 'Dockerfile'), {}), { folder: FOLDER, engine: 'buildkit' }),
  { withPaths: true, withTree: true },
);

describe('a summary', () => {
  test('tells each use with what it takes', () => {
    expect(SUMMARY.uses).toMatchObject([
      { stage: 'first', stageIndex: 0, line: 2, source: 'src', isWhole: false, files: 2, bytes: 5 },
      { line: 2, source: 'src/a', files: 1, bytes: 2 },
      { line: 3, source: '.', isWhole: true, files: 3, bytes: SUMMARY.sent.bytes },
    ]);
  });

  test('parts what is named, taken along and not used', () => {
    expect(SUMMARY.sent.files).toBe(3);
    expect(SUMMARY.swept).toEqual({ files: 1, bytes: SUMMARY.sent.bytes - 5 });
    expect(SUMMARY.unused).toEqual({ files: 0, bytes: 0 });
  });

  test('lists files, links and empty folders, as often as it is asked', () => {
    const list = (): readonly string[] =>
      [...SUMMARY.paths!].map(({ path, kind, usedBy }) => `${path} ${kind} ${usedBy.join('+')}`);
    expect(list()).toEqual([
      'Dockerfile file 2',
      'empty folder 2',
      'link symlink 2',
      'src/a file 0+1+2',
      'src/b file 0+2',
    ]);
    expect(list()).toHaveLength(5);
  });
});
