// The examples of library use, run as users run them on images made here, and checked against the published types.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { file, layer, makeLayout, whiteout } from '../support/layers.ts';
import { makeToken } from '../support/made-secrets.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const EXAMPLES = join(ROOT, 'examples/library');
const folder = makeTemporaryFolder();
const steps = [
  { tar: layer([file('etc/os-release', 'ID=test\n'), file('opt/large.bin', Buffer.alloc(2_000_000, 1))]) },
  { tar: layer([file('app/greeting', 'hello\n'), whiteout('opt/large.bin')]) },
];
await makeLayout(join(folder, 'image'), steps, { refName: 'image' });
await makeLayout(join(folder, 'base'), steps.slice(0, 1), { refName: 'base' });
const IMAGE = `oci:${join(folder, 'image')}`;
const put = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const ran = new Set<string>();

function run(name: string, ...args: readonly string[]): Promise<{ exitCode: number | null; output: string }> {
  ran.add(`${name}.mjs`);
  const env = { PATH: process.env['PATH'], HOME: folder, XDG_CACHE_HOME: folder };
  const child = spawn(process.execPath, [join(EXAMPLES, `${name}.mjs`), ...args], { cwd: folder, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
}

test('the files of an image, and one of them', async () => {
  const { exitCode, output } = await run('read-files', IMAGE);
  expect([exitCode, output]).toEqual([0, expect.stringContaining('file 6 layer 1 /app/greeting\n')]);
  expect(output).not.toContain('large.bin');
  expect(await run('read-files', IMAGE, '/app/greeting')).toEqual({ exitCode: 0, output: 'hello\n' });
  expect((await run('read-files', IMAGE, 'none')).exitCode).toBe(1);
});

test('what an image carries', async () => {
  const { exitCode, output } = await run('check-image', IMAGE);
  expect([exitCode, output]).toEqual([0, expect.stringContaining('2000000 of 2000014 bytes are ballast')]);
  expect(output).toContain('warning hidden-deleted 2000000 /opt/large.bin');
  expect(await run('check-image', join(folder, 'none.tar'))).toEqual({
    exitCode: 2,
    output: expect.stringContaining('IMAGE_NOT_FOUND: '),
  });
});

test('a Dockerfile', async () => {
  const text =
    'FROM debian:12 AS build\nRUN apt-get update\nFROM debian:12\nRUN apt-get update && apt-get install -y curl\n';
  const { exitCode, output } = await run('judge-dockerfile', put('Dockerfile', text));
  expect([exitCode, output]).toEqual([0, expect.stringContaining('2 stages: build, 1\n')]);
  expect(output).toMatch(/Dockerfile:4 warning apt-lists-kept: /);
});

test('secrets of a file', async () => {
  const found = await run('search-secrets', put('app.env', `GITHUB_TOKEN=${makeToken('example')}\n`));
  expect(found).toEqual({ exitCode: 1, output: expect.stringMatching(/^github-\S+ at 13, 40 bytes\n$/) });
  expect(await run('search-secrets', put('plain.txt', 'nothing\n'))).toEqual({ exitCode: 0, output: '' });
});

test('a squashed image, which shows the same', async () => {
  const to = `oci:${join(folder, 'squashed')}:1`;
  const { exitCode, output } = await run('squash-image', IMAGE, to);
  expect([exitCode, output]).toEqual([0, expect.stringContaining('2 layers became 1: proven\n')]);
  expect((await run('read-files', to, 'app/greeting')).output).toBe('hello\n');
});

test('an ignore file, as each builder reads it', async () => {
  const ignore = put('ignore', '**/*.log\n!keep.log\nnode_modules\n');
  const { exitCode, output } = await run('match-ignore', ignore, 'a/b.log', 'keep.log', 'node_modules/x');
  expect(exitCode).toBe(0);
  expect(output.split('\n')).toHaveLength(13);
  expect(output).toContain('buildkit leaves out a/b.log (line 1: **/*.log)\n');
  expect(output).toContain('podman sends keep.log (line 2: !keep.log)\n');
  expect(output).toContain('classic leaves out node_modules/x (line 3: node_modules)\n');
});

test('what images cost together', async () => {
  const { exitCode, output } = await run('fleet-storage', join(folder, 'image'), join(folder, 'base'));
  expect([exitCode, output]).toEqual([0, expect.stringMatching(/^2 images, 2 layers\n/)]);
  expect(output).toMatch(/base\S*: 0 own, \d+ shared, \d+ would be freed\n/);
});

test('none was left out, all have names of the package only, and the types are right', () => {
  const all = readdirSync(EXAMPLES).filter((name) => name.endsWith('.mjs'));
  expect([...ran].sort()).toEqual(all.sort());
  for (const name of all) {
    const text = readFileSync(join(EXAMPLES, name), 'utf8');
    expect(text).toMatch(/^\/\/ @ts-check\n/);
    for (const [, from] of text.matchAll(/ from '([^']+)'/g))
      expect(from).toMatch(/^(?:node:|plimsoll(?:\/|$))/);
  }
  const require = createRequire(import.meta.url);
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  const checked = spawnSync(process.execPath, [tsc, '-p', join(EXAMPLES, 'tsconfig.json')], {
    encoding: 'utf8',
  });
  expect([checked.status, checked.stdout]).toEqual([0, '']);
});
