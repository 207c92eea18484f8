import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeGithubToken, makeNpmToken, makeStripeKey } from '../../secrets/planted/planted-values.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer, makeLayout } from '../../support/layers.ts';
import { runProgram } from '../run-program.ts';

const SETTINGS = 'secrets:\n  key: plimsoll.key\n  baseline: plimsoll-baseline.json\n';

/** A folder with an image of these secrets, in files and in Env. */
async function makeProject(secrets: readonly string[], env: readonly string[] = []): Promise<string> {
  const folder = makeTemporaryFolder();
  await makeImage(folder, 'image', secrets, env);
  return folder;
}

async function makeImage(
  folder: string,
  name: string,
  secrets: readonly string[],
  env: readonly string[] = [],
): Promise<void> {
  const files = secrets.map((secret, i) => file(`etc/app/${i}.ini`, `token = ${secret}\n`));
  await makeLayout(join(folder, name), [layer(files)], { run: { Env: [...env] } });
}

describe('plimsoll baseline', () => {
  test('accepts what is there, and only that', async () => {
    const cwd = await makeProject([makeGithubToken(1), makeNpmToken(2)], [`HOOK=${makeStripeKey(3)}`]);
    const { exitCode, stdout } = await runProgram(['baseline', 'image'], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('3 secrets accepted');
    expect(statSync(join(cwd, 'plimsoll.key')).mode & 0o777).toBe(0o600);
    writeFileSync(join(cwd, 'plimsoll.yaml'), SETTINGS);
    expect((await runProgram(['check', 'image', '--rules', 'secrets'], { cwd })).exitCode).toBe(0);

    await makeImage(cwd, 'next', [makeGithubToken(1), makeGithubToken(9), makeNpmToken(2)]);
    const next = await runProgram(['check', 'next', '--rules', 'secrets', '--format', 'json'], { cwd });
    expect(next.exitCode).toBe(1);
    const { findings, ignored } = JSON.parse(next.stdout);
    expect(findings.map(({ paths }: { paths: readonly string[] }) => paths)).toEqual([['etc/app/1.ini']]);
    expect(findings[0].secret.fingerprints[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(ignored).toHaveLength(2);
  });

  test('keeps the key that is there, and writes the same file again', async () => {
    const cwd = await makeProject([makeGithubToken(1)]);
    await runProgram(['baseline', 'image'], { cwd });
    const [key, baseline] = ['plimsoll.key', 'plimsoll-baseline.json'].map((name) =>
      readFileSync(join(cwd, name), 'utf8'),
    );
    await runProgram(['baseline', 'image'], { cwd });
    expect(readFileSync(join(cwd, 'plimsoll.key'), 'utf8')).toBe(key);
    expect(readFileSync(join(cwd, 'plimsoll-baseline.json'), 'utf8')).toBe(baseline);
    for (const text of [key, baseline]) expect(text).not.toContain(makeGithubToken(1));
  });

  test('takes the key of the variable, and makes no file of it', async () => {
    const cwd = await makeProject([makeGithubToken(1)]);
    const key = `plimsoll-key-${'ab'.repeat(32)}`;
    const { exitCode } = await runProgram(['baseline', 'image'], { cwd, env: { PLIMSOLL_KEY: key } });
    expect(exitCode).toBe(0);
    expect(existsSync(join(cwd, 'plimsoll.key'))).toBe(false);
  });

  test('another key than that of the baseline is an error, and none is a notice', async () => {
    const cwd = await makeProject([makeGithubToken(1)]);
    await runProgram(['baseline', 'image'], { cwd });
    writeFileSync(join(cwd, 'plimsoll.yaml'), SETTINGS);
    const other = { PLIMSOLL_KEY: `plimsoll-key-${'cd'.repeat(32)}` };
    const wrong = await runProgram(['check', 'image'], { cwd, env: other });
    expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining('made with another key')]);
    writeFileSync(join(cwd, 'plimsoll.yaml'), 'secrets:\n  baseline: plimsoll-baseline.json\n');
    const without = await runProgram(['check', 'image'], { cwd });
    expect([without.exitCode, without.stderr]).toEqual([1, expect.stringContaining('without its key')]);
  });

  test('an image that cannot be read leaves nothing behind', async () => {
    const cwd = makeTemporaryFolder();
    expect((await runProgram(['baseline', './nothing.tar'], { cwd })).exitCode).toBe(2);
    expect(existsSync(join(cwd, 'plimsoll.key'))).toBe(false);
    expect(existsSync(join(cwd, 'plimsoll-baseline.json'))).toBe(false);
  });
});

describe('--fingerprints', () => {
  test('tells equal secrets by equal fingerprints, which hold for one run', async () => {
    const cwd = await makeProject([makeGithubToken(1), `x-${makeGithubToken(1)}`, makeGithubToken(2)]);
    const read = async (): Promise<string[]> => {
      const { stdout } = await runProgram(['check', 'image', '--format', 'json', '--fingerprints'], { cwd });
      return JSON.parse(stdout).findings.map(
        (finding: { secret: { fingerprints: string[] } }) => finding.secret.fingerprints[0],
      );
    };
    const first = await read();
    expect(new Set(first).size).toBe(2);
    expect(await read()).not.toEqual(first);
  });

  test('without it there are none', async () => {
    const cwd = await makeProject([makeGithubToken(1)]);
    const { stdout } = await runProgram(['check', 'image', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout).findings[0].secret.fingerprints).toBeNull();
  });
});
