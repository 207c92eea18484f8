// What is printed and written where a team's images are kept up to date, on every example, with a registry on loopback.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { runCli } from '../../src/cli/run-cli.ts';
import { StatusLine } from '../../src/cli/terminal/status-line.ts';
import { openGraph } from '../../src/cli/update/open-graph.ts';
import { openPlan } from '../../src/cli/update/open-plan.ts';
import { updateLockFile } from '../../src/fleet/update/lock/lock-file.ts';
import { changeLock } from '../../src/fleet/update/lock/update-lock.ts';
import { makePlanned } from '../fleet/update/planning/made-fleet.ts';
import { readSchema, validateSchema } from '../report/validate-schema.ts';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { GENERATIONS, pushMember } from '../support/made-generations.ts';
import { startWritableRegistry } from '../support/writable-registry.ts';
import { expectJson, expectOutput, expectSchema, testAllSeen } from './json-outputs.ts';
import { EXAMPLES } from './schema-examples.ts';

const NAMES = ['os', 'app'];
const PLATFORM = ['--platform', 'linux/amd64'];
const { host, manifests } = await startWritableRegistry();
const folder = makeTemporaryFolder();
const database = ['--database', join(makeTemporaryFolder(), 'durable.db')];

const FILES = {
  'os/Dockerfile': 'FROM scratch\nCOPY x /\n',
  'app/Dockerfile': 'FROM scratch\nCOPY x /\n',
  'os/x': 'os',
  'app/x': 'app',
  'plimsoll.yaml': `images:\n  - name: ${host}/team/$1:1\n    dockerfile: '*/Dockerfile'\n    platforms: [linux/amd64]\nupdate:\n  generations: ${host}/${GENERATIONS}\n  keep: 2\n`,
};
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const json = (command: string, args: readonly string[], work: readonly string[] = []) =>
  expectJson(command, command.replace(' ', '-'), args, work);
const ALONE = ['--no-cache', '--workers', '0'];

/** As if a run had made this version of all: images in the registry, and a lock that tells of them. */
async function makeAll(version: string): Promise<void> {
  const quiet = { write: () => true };
  const io = {
    ...{ stdout: quiet, stderr: quiet, env: {}, version: '0' },
    ...{ signal: new AbortController().signal, now: new Date() },
  };
  for (const name of NAMES) writeFileSync(join(folder, name, 'x'), version);
  const opened = await openGraph([folder], { color: false }, io);
  const { inputs, lockPath } = await openPlan(opened, { color: false }, io, new StatusLine(quiet, {}, true));
  const sources = new Map<string, string>();
  for (const name of NAMES) {
    const { id, source } = await pushMember(host, name, version);
    sources.set(id, source);
  }
  updateLockFile(lockPath, () => {
    const planned = makePlanned(inputs);
    const entries = [...planned.entries.values()].map((entry) => {
      const reference = sources.get(entry.id)!;
      return { ...entry, reference, digest: reference.split('@')[1] as typeof entry.digest };
    });
    return changeLock(planned, entries);
  });
}

test('examples/platform: its graph, and the plan for it, which asks no registry of ours', async () => {
  const platform = join(EXAMPLES, 'platform');
  const { images } = await json('update graph', [platform, ...PLATFORM]);
  expect(images).toHaveLength(25);
  await json('update plan', [platform, ...PLATFORM, '--if-changed', 'debian:bookworm-slim']);
});

test('a project from nothing to its second generation and back', async () => {
  await json('update graph', [folder]);
  const { images } = await json('update plan', [folder]);
  expect(images).toMatchObject([{ action: 'rebuild' }, { action: 'rebuild' }]);
  await json('update status', [folder, ...database]);
  await makeAll('1');
  const lock = parse(readFileSync(join(folder, 'plimsoll.lock'), 'utf8')) as object;
  expect(Object.keys(lock)[0]).toBe('version');
  expect(Object.keys(lock)).toHaveLength(3);
  expect(validateSchema(readSchema('plimsoll-lock'), lock, true)).toEqual([]);
  await json('update promote', [folder, ...database, ...ALONE]);
  await makeAll('2');
  await json('update promote', [folder, ...database, ...ALONE]);
  await json('update promote', [folder, ...database, ...ALONE]);
  await json('update status', [folder, ...database]);
  await json('update rollback', ['--folder', folder, ...database]);
  (manifests.get('team/app') as Map<string, Buffer>).delete('1');
  const { drift } = await json('update status', [folder, ...database]);
  expect(drift).toHaveLength(1);
});

test('a run with nothing to do, and what changed since', async () => {
  await json('update run', [folder, ...database, ...ALONE]);
  writeFileSync(join(folder, 'os/x'), 'other');
  const { images } = await json('update plan', [folder]);
  expect(images).not.toMatchObject([{ because: [] }, { because: [] }]);
});

test('each run of a watch', async () => {
  await makeAll('3');
  const stop = new AbortController();
  let printed = '';
  const take = (onText: (text: string) => void) => ({
    write(text: string, done?: (error?: Error | null) => void): boolean {
      onText(text);
      done?.();
      return true;
    },
  });
  await runCli(['update', 'watch', folder, '--format', 'json', ...database, ...ALONE], {
    stdout: take((text) => {
      printed += text;
    }),
    stderr: take((text) => {
      if (/up to date|failed/.test(text)) stop.abort('SIGTERM');
    }),
    ...{ env: { HOME: '/nonexistent', PATH: '' }, version: '0', signal: stop.signal, now: new Date() },
  });
  const { images } = expectOutput('update watch', 'update-run', printed);
  expect(images).toMatchObject([{ how: 'left' }, { how: 'left' }]);
});

test('the settings of the example', () => {
  const settings = parse(readFileSync(join(EXAMPLES, 'platform/plimsoll.yaml'), 'utf8')) as object;
  expectSchema('plimsoll-yaml', settings, 'images');
});

testAllSeen('updates');
