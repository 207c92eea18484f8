import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { findRepositoryRoot, locateJudgements } from '../../../src/cli/formats/locate-judgements.ts';
import { makeJudgement } from '../../report/made-judgements.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-root-')));
  mkdirSync(join(folder, 'app', 'sub'), { recursive: true });
});

describe('the root of a repository', () => {
  test('is what the CI service says, else where .git is, else the working folder', () => {
    const sub = join(folder, 'app', 'sub');
    expect(findRepositoryRoot(sub, {})).toBe(sub);
    mkdirSync(join(folder, 'app', '.git'));
    expect(findRepositoryRoot(sub, {})).toBe(join(folder, 'app'));
    expect(findRepositoryRoot(sub, { GITHUB_WORKSPACE: folder })).toBe(folder);
    expect(findRepositoryRoot(sub, { CI_PROJECT_DIR: `${folder}/` })).toBe(folder);
    // One that is elsewhere, or no folder, says nothing of this one.
    expect(findRepositoryRoot(sub, { GITHUB_WORKSPACE: join(folder, 'other') })).toBe(join(folder, 'app'));
    expect(findRepositoryRoot(sub, { GITHUB_WORKSPACE: 'app' })).toBe(join(folder, 'app'));
  });
});

describe('files of findings', () => {
  const locate = (file: string, fields = {}, cwd = join(folder, 'app')) =>
    locateJudgements([makeJudgement({ file, line: 2, endLine: 2, ...fields })], cwd, {
      GITHUB_WORKSPACE: folder,
    }).judgements[0]!;

  test('are told from the root, whole lines by their columns, links followed', () => {
    writeFileSync(join(folder, 'app', 'Dockerfile'), '\ufeffFROM scratch\r\nCOPY . /ü\r\n');
    symlinkSync('Dockerfile', join(folder, 'app', 'link'));
    for (const name of ['Dockerfile', './Dockerfile', 'link', join(folder, 'app', 'link')])
      expect(locate(name)).toMatchObject({ file: 'app/Dockerfile', columns: { start: 1, end: 10 } });
    const columns = { start: 3, end: 5 };
    expect(locate('Dockerfile', { columns }).columns).toEqual(columns);
  });

  test('that are not there, or elsewhere, or pipes, are told too', () => {
    expect(locate('none/Dockerfile')).toMatchObject({
      file: 'app/none/Dockerfile',
      columns: { start: 1, end: 1 },
    });
    expect(locate('/elsewhere/Dockerfile').file).toBe('/elsewhere/Dockerfile');
    execFileSync('mkfifo', [join(folder, 'app', 'pipe')]);
    expect(locate('pipe')).toMatchObject({ file: 'app/pipe', columns: { start: 1, end: 1 } });
  });
});
