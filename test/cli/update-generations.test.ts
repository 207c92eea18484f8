// `update promote`, `status` and `rollback` from end to end, against a registry on loopback.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { KEY_PARTS } from '../../src/fleet/update/keys/source-key.ts';
import { formatLock } from '../../src/fleet/update/lock/format-lock.ts';
import { changeLock, EMPTY_LOCK, type LockEntry } from '../../src/fleet/update/lock/update-lock.ts';
import type { Digest } from '../../src/oci/bytes/digest.ts';
import { validateSchema } from '../report/validate-schema.ts';
import { makeTemporaryFolder, sha256 } from '../support/image-files.ts';
import { GENERATIONS, pushImage, pushMember } from '../support/made-generations.ts';
import { makeToken } from '../support/made-secrets.ts';
import { runHere } from '../support/run-here.ts';
import { startWritableRegistry } from '../support/writable-registry.ts';

const NAMES = ['os', 'app'];

/** A project of two images, and a lock that says that they were made. */
async function makeProject() {
  const registry = await startWritableRegistry();
  const { host } = registry;
  const folder = makeTemporaryFolder();
  for (const name of NAMES) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'Dockerfile'), 'FROM scratch\nCOPY x /\n');
    writeFileSync(join(folder, name, 'x'), name);
  }
  writeFileSync(
    join(folder, 'plimsoll.yaml'),
    [
      'images:',
      `  - name: ${host}/team/$1:1`,
      "    dockerfile: '*/Dockerfile'",
      '    platforms: [linux/amd64]',
      'update:',
      `  generations: ${host}/${GENERATIONS}`,
      '  keep: 2',
      '',
    ].join('\n'),
  );
  /** As if a run had made this version of all. */
  const make = async (version: string, secret?: string): Promise<void> => {
    const entries: LockEntry[] = [];
    for (const name of NAMES) {
      const { id, source: clean } = await pushMember(host, name, version);
      const leaking = secret !== undefined && name === 'app';
      const source = leaking
        ? `${host}/team/app@${(await pushImage(host, 'team/app', 'plimsoll-s', secret)).digest}`
        : clean;
      entries.push({
        id,
        platform: 'linux/amd64',
        key: version.repeat(64).slice(0, 64),
        digest: source.split('@')[1] as Digest,
        reference: source,
        tags: [id],
        how: 'rebuilt',
        at: '2026-01-02T03:04:05.000Z',
        seconds: 1,
        pushedBytes: 2,
        parts: Object.fromEntries(KEY_PARTS.map((part) => [part, '0'.repeat(16)])) as LockEntry['parts'],
        bases: {},
        sources: {},
        packages: {},
      });
    }
    writeFileSync(join(folder, 'plimsoll.lock'), formatLock(changeLock(EMPTY_LOCK, entries)));
  };
  const run = (...args: readonly string[]) =>
    runHere(
      ['update', ...args, '--database', join(folder, 'durable.db')],
      { HOME: '/nonexistent', PATH: '' },
      [],
    );
  const digestOf = (name: string): string => sha256(registry.manifests.get(`team/${name}`)!.get('1')!);
  return { registry, folder, make, run, digestOf };
}

function check(name: string, output: string): Record<string, unknown> {
  const json = JSON.parse(output) as Record<string, unknown>;
  const schema = JSON.parse(readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), 'utf8'));
  expect(validateSchema(schema, json, true)).toEqual([]);
  return json;
}

test('promoted, told, gone back', async () => {
  const { registry, folder, make, run, digestOf } = await makeProject();
  const nothing = await run('status', folder);
  expect(nothing.output).toContain('Nothing was promoted yet');
  await make('1');
  const first = await run('promote', folder, '--format', 'json');
  expect(first.complaint).toBe('');
  expect(check('update-promote', first.output)).toMatchObject({ generation: 1, isNew: true });
  const old = digestOf('app');
  await make('2');
  const second = await run('promote', folder);
  expect(second.output).toMatch(/^Generation 2 is current: 2 images, 2 of them changed\n/);
  expect(second.output).toMatch(/2 tags moved within \d+ ms/);
  expect(digestOf('app')).not.toBe(old);

  const status = await run('status', folder, '--check');
  expect(status.exitCode).toBe(0);
  expect(status.output).toMatch(/Generation 2 is current since .*, after generation 1: 2 images/);
  expect(status.output).toMatch(/rebuilt +2026-01-02T03:04:05 +\S+\/team\/app:1/);
  check('update-status', (await run('status', folder, '--format', 'json')).output);

  const back = await run('rollback', '--folder', folder, '--format', 'json');
  expect(check('update-rollback', back.output)).toMatchObject({ generation: 1, from: 2, foreign: [] });
  expect(digestOf('app')).toBe(old);
  const forth = await run('rollback', '2', '--folder', folder);
  expect(forth.output).toMatch(/^Generation 2 is current again \(it was 1\)/);

  // A tag that somebody moved.
  const held = registry.manifests.get('team/app') as Map<string, Buffer>;
  held.set('1', held.get(old)!);
  const drifted = await run('status', folder, '--check');
  expect(drifted.exitCode).toBe(1);
  expect(drifted.output).toContain('1 tag differs from the generation');
});

test('where images were not made, nothing is promoted', async () => {
  const { registry, folder, run } = await makeProject();
  const { exitCode, complaint } = await run('promote', folder);
  expect(exitCode).toBe(2);
  expect(complaint).toContain('nothing was promoted');
  expect(complaint).toContain('it was not made yet');
  expect(registry.manifests.get(GENERATIONS)?.size ?? 0).toBe(0);
});

test('the gate holds back an image with a secret in it', async () => {
  const { registry, folder, make, run } = await makeProject();
  await make('1', makeToken('gate'));
  const alone = ['--no-cache', '--workers', '0'];
  const refused = await run('promote', folder, '--gate', 'error', ...alone);
  expect(refused.exitCode).toBe(2);
  expect(refused.complaint).toMatch(/nothing was promoted: \S+\/team\/app:1 \(secret/);
  expect(registry.manifests.get(GENERATIONS)?.has('current') ?? false).toBe(false);
  expect((await run('promote', folder, '--gate', 'none', ...alone)).exitCode).toBe(0);
  await make('2');
  expect((await run('promote', folder, '--gate', 'error', ...alone)).exitCode).toBe(0);
});

test('a rollback where no name is known moves nothing', async () => {
  const { registry, folder, make, run } = await makeProject();
  await make('1');
  await run('promote', folder);
  const { exitCode, complaint } = await run(
    ...['rollback', '--folder', makeTemporaryFolder(), '--generations', `${registry.host}/${GENERATIONS}`],
  );
  expect(exitCode).toBe(2);
  expect(complaint).toContain("--move 'HOST/PREFIX/*'");
});

test('without a repository for generations the settings are named', async () => {
  const { run } = await makeProject();
  const { complaint } = await run('status', makeTemporaryFolder());
  expect(complaint).toContain('there is no repository for generations');
});

test('watching tells what it sees and what failed, and ends cleanly when it is stopped', async () => {
  const { folder } = await makeProject();
  const stop = new AbortController();
  let complaint = '';
  const stream = (take: (text: string) => void) => ({
    write: (text: string, done?: (error?: Error | null) => void): boolean => {
      take(text);
      done?.();
      return true;
    },
  });
  const args = ['update', 'watch', folder, '--every', '1h', '--no-cache', '--workers', '0'];
  const exitCode = await runCli([...args, '--database', join(folder, 'durable.db')], {
    stdout: stream(() => {}),
    stderr: stream((text) => {
      complaint += text;
      // No engine is on this PATH, so the run fails; the watch then waits for an hour.
      if (text.includes('again in')) setTimeout(() => stop.abort('SIGTERM'), 10);
    }),
    env: { HOME: '/nonexistent', PATH: '' },
    version: '0.0.0',
    signal: stop.signal,
    now: new Date(),
  });
  expect(exitCode).toBe(0);
  expect(complaint).toContain('watch: first run');
  expect(complaint).toMatch(/watch: failed: .*; again in 3600 s/);
});
