import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { makeCleanImage, makeLadenImage } from './made-images.ts';
import { runProgram } from './run-program.ts';

const folder = makeTemporaryFolder();
const clean = await makeCleanImage(join(folder, 'clean'));
const laden = await makeLadenImage(join(folder, 'laden'), 3000);

describe('plimsoll.yaml', () => {
  const inFolder = (yaml: string): string => {
    const cwd = makeTemporaryFolder();
    writeFileSync(join(cwd, 'plimsoll.yaml'), yaml);
    return cwd;
  };

  test('problems are told with their lines, all of them', async () => {
    const cwd = inFolder('failOn: error\nignores: []\nmaxSize: much\n');
    const { exitCode, stdout, stderr } = await runProgram(['check', clean], { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      "plimsoll: plimsoll.yaml:2: unknown key 'ignores' (did you mean 'ignore'?)",
      "plimsoll: plimsoll.yaml:3: 'maxSize': it must be a number with B, kB, MB, GB, KiB, MiB or GiB behind it",
    ]);
  });

  test('sets limits, and the command line wins', async () => {
    const cwd = inFolder('failOn: never\nmaxBallast: 1MB\n');
    expect((await runProgram(['check', laden], { cwd })).exitCode).toBe(1);
    expect((await runProgram(['check', laden, '--max-ballast', '9MB'], { cwd })).exitCode).toBe(0);
    expect(
      (await runProgram(['check', laden, '--max-ballast=9MB', '--fail-on=warning'], { cwd })).exitCode,
    ).toBe(1);
  });

  test('--config names another file', async () => {
    const cwd = inFolder('failOn: never\n');
    writeFileSync(join(cwd, 'strict.yaml'), 'failOn: advice\n');
    expect((await runProgram(['check', laden], { cwd })).exitCode).toBe(0);
    expect((await runProgram(['check', laden, '--config', 'strict.yaml'], { cwd })).exitCode).toBe(1);
  });

  test('ignored findings do not count, and are told', async () => {
    const cwd = inFolder('ignore:\n  - rule: hidden-*\n    reason: an accepted loss\n');
    const short = await runProgram(['check', laden], { cwd });
    expect(short.exitCode).toBe(0);
    expect(short.stdout).toContain('Ignored by plimsoll.yaml: 1 finding, 2.');
    expect(short.stdout).not.toContain('an accepted loss');
    const all = await runProgram(['check', laden, '--all'], { cwd });
    expect(all.stdout).toContain('ignored: an accepted loss');
    const json = JSON.parse((await runProgram(['check', laden, '--format', 'json'], { cwd })).stdout);
    expect(json.findings).toEqual([]);
    expect(json.ignored).toMatchObject([{ rule: 'hidden-deleted', reason: 'an accepted loss', until: null }]);
    expect(json.bytes).toMatchObject({ ballastBytes: 0, neededBytes: json.bytes.entryBytes });
    expect(json.bytes.ignoredBytes).toBe(json.ignored[0].bytes);
  });

  test('a path divides a finding, also beyond the paths that are named', async () => {
    const cwd = inFolder('ignore:\n  - rule: hidden-deleted\n    path: opt/cache/small\n    reason: x\n');
    const { findings, ignored } = JSON.parse(
      (await runProgram(['check', laden, '--format', 'json'], { cwd })).stdout,
    );
    expect(findings).toMatchObject([{ pathCount: 2, bytes: 2_000_000, folder: 'opt/cache' }]);
    expect(ignored).toMatchObject([{ pathCount: 3000, folder: 'opt/cache/small' }]);
    expect(ignored[0].paths).toHaveLength(20);
  });

  test('an ignore that ended or matches nothing is told of, on stderr', async () => {
    const cwd = inFolder(
      'ignore:\n  - { rule: hidden-deleted, reason: x, until: 2020-01-01 }\n  - { rule: metadata-copy, reason: y }\n',
    );
    const { exitCode, stderr } = await runProgram(['check', laden], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr.split('\n')).toEqual([
      "plimsoll: plimsoll.yaml:2: the ignore of 'hidden-deleted' ended with 2020-01-01 and no longer works",
      "plimsoll: plimsoll.yaml:3: the ignore of 'metadata-copy' matches nothing",
      '',
    ]);
    expect((await runProgram(['check', laden, '--quiet'], { cwd })).stderr).toBe('');
  });
});
