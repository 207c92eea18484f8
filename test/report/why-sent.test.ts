import { describe, expect, test } from 'vitest';
import { createPalette } from '../../src/cli/terminal/create-palette.ts';
import { formatWhySentJson, formatWhySentText } from '../../src/report/why-sent.ts';
import type { WhySentReport } from '../../src/report/why-sent-report.ts';

const ANSWER: WhySentReport = {
  build: null,
  dockerfile: 'Dockerfile',
  path: 'src/a',
  isFolder: false,
  isSent: true,
  files: 1,
  bytes: 1500,
  reason: 'not-ignored',
  decidedAt: null,
  ignoreFile: '.dockerignore',
  ignoreLine: null,
  usedBy: [{ stageIndex: 1, stage: 'app', line: 7, instruction: 'COPY', source: '.', isWhole: true }],
};
const NOT_SENT = { isSent: false, files: 0, bytes: 0, usedBy: [] };

const tell = (change: Partial<WhySentReport>): readonly string[] => {
  const options = { width: 200, palette: createPalette({ write: () => true }, {}, false), showsAll: false };
  return [...formatWhySentText([{ ...ANSWER, ...change }], options)].join('').trimEnd().split('\n');
};

describe('why a path is sent', () => {
  test('by which instruction', () => {
    expect(tell({})).toEqual([
      'src/a is sent, 1.50 kB',
      'No line of .dockerignore ignores it.',
      'Used by Dockerfile:7, stage app: COPY ., which takes everything',
    ]);
    expect(tell({ ignoreFile: null, usedBy: [] }).slice(1)).toEqual([
      'There is no ignore file.',
      'No instruction uses it.',
    ]);
  });

  test('or is not, by which line', () => {
    const ignoreLine = { line: 3, pattern: 'src' };
    expect(tell({ ...NOT_SENT, reason: 'ignored', decidedAt: 'src/a', ignoreLine })).toEqual([
      'src/a is not sent',
      'Ignored by .dockerignore:3: src',
    ]);
    expect(tell({ ...NOT_SENT, reason: 'ignored', decidedAt: 'src', ignoreLine })[1]).toBe(
      'Ignored with the folder src, by .dockerignore:3: src',
    );
    expect(tell({ reason: 'reincluded', ignoreLine: { line: 4, pattern: '!src/a' } })[1]).toBe(
      'Taken back from what is ignored by .dockerignore:4: !src/a',
    );
    expect(tell({ ...NOT_SENT, reason: 'nothing-is-sent' })[1]).toContain('nothing of it is sent');
    expect(tell({ ...NOT_SENT, reason: 'unused', decidedAt: 'src' })[1]).toContain('uses the folder src');
  });

  test('as one line each, whatever the names are', () => {
    expect(tell({ path: 'a\nb', build: 'x\x1b[31m' })[0]).toBe('a\\x0ab is sent, 1.50 kB for x\\x1b[31m');
  });

  test('as JSON', () => {
    const { answers } = JSON.parse([...formatWhySentJson([ANSWER])].join('')) as { answers: object[] };
    expect(answers).toMatchObject([
      { path: 'src/a', isSent: true, usedBy: [{ stage: 'app', line: 7, takesAll: true }] },
    ]);
  });
});
