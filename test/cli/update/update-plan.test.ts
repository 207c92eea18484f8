// `plimsoll update plan` on a small platform with a real registry on loopback and real git.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { StatusLine } from '../../../src/cli/terminal/status-line.ts';
import { openGraph } from '../../../src/cli/update/open-graph.ts';
import { openPlan } from '../../../src/cli/update/open-plan.ts';
import { updateLockFile } from '../../../src/fleet/update/lock/lock-file.ts';
import { digestBytes } from '../../../src/oci/bytes/digest.ts';
import { makePlanned } from '../../fleet/update/planning/made-fleet.ts';
import { validateSchema } from '../../report/validate-schema.ts';
import { makeImage, makeLayer, makeTemporaryFolder } from '../../support/image-files.ts';
import { REPOSITORY, startRegistry } from '../../support/registry-server.ts';
import { runHere } from '../../support/run-here.ts';

const SCHEMA = JSON.parse(readFileSync(new URL('../../../schema/update-plan.json', import.meta.url), 'utf8'));
const ENV = { PATH: process.env['PATH'] ?? '' };
const base = (word: string): Uint8Array => makeImage({ layers: [makeLayer({ 'etc/base': word })] }).manifest;
const baseBytes = (word: string): number => makeLayer({ 'etc/base': word }).stored.length;
const tags: Record<string, Uint8Array> = { base: base('one'), go: base('go') };
const registry = await startRegistry({ tags });
const BASE = `${registry.host}/${REPOSITORY}:base`;
const GO = `${registry.host}/${REPOSITORY}:go`;

let root: string;
beforeEach(() => {
  root = makeTemporaryFolder();
  tags['base'] = base('one');
  put('os/Dockerfile', `FROM ${BASE}\nCOPY files /\n`);
  put('os/files/a', 'a');
  put('tools/Dockerfile', 'FROM registry.example/os:1\nRUN make\n');
  put(
    'app/Dockerfile',
    `FROM ${GO} AS build\nCOPY . /src\nFROM registry.example/tools:1\nCOPY --from=build /out /\n`,
  );
  put('app/main.go', 'main');
  put('app/.dockerignore', '*.md\n');
  put(
    'plimsoll.yaml',
    ['os', 'tools', 'app']
      .map((name) => `  - name: registry.example/${name}:1\n    dockerfile: ${name}/Dockerfile\n`)
      .join('')
      .replace(/^/, 'images:\n'),
  );
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const run = (...args: readonly string[]) =>
  runHere(['update', 'plan', root, '--platform', 'linux/amd64', ...args], ENV, []);

interface Told {
  readonly images: readonly {
    readonly id: string;
    readonly action: string;
    readonly because: readonly unknown[];
    readonly cost: unknown;
  }[];
  readonly bases: readonly unknown[];
  readonly findings: readonly unknown[];
}

async function ask(...args: readonly string[]): Promise<Told> {
  const { exitCode, output, complaint } = await run('--format', 'json', ...args);
  expect([exitCode, complaint]).toEqual([0, '']);
  expect(validateSchema(SCHEMA, JSON.parse(output), true)).toEqual([]);
  return JSON.parse(output) as Told;
}

/** The images that are not left alone, and what is done about them. */
async function stale(...args: readonly string[]): Promise<readonly string[]> {
  const { images } = await ask(...args);
  return images
    .filter(({ action }) => action !== 'leave')
    .map(({ id, action }) => `${id.replace('registry.example/', '').replace(':1', '')} ${action}`);
}

/** What a run would write down that made everything. */
async function makeAll(): Promise<void> {
  const quiet = { write: () => true };
  const io = {
    stdout: quiet,
    stderr: quiet,
    env: ENV,
    version: '0',
    signal: new AbortController().signal,
    now: new Date(),
  };
  const flags = { color: false, platform: 'linux/amd64' };
  const opened = await openGraph([root], flags, io);
  const { inputs, lockPath } = await openPlan(opened, flags, io, new StatusLine(quiet, ENV, true));
  updateLockFile(lockPath, () => makePlanned(inputs));
}

describe('update plan', () => {
  test('of a fleet that was never built builds all of it, and nothing once it is made', async () => {
    expect(await stale()).toEqual(['os rebuild', 'tools rebuild', 'app rebuild']);
    await makeAll();
    expect(await stale()).toEqual([]);
    expect((await run('--check')).exitCode).toBe(0);
  });

  test('asks each base once, and follows the one that moved', async () => {
    await makeAll();
    tags['base'] = base('two');
    const before = registry.requests.length;
    const told = await ask();
    const heads = registry.requests.slice(before).filter(({ method }) => method === 'HEAD');
    expect(heads.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`).sort()).toEqual([
      'HEAD base',
      'HEAD go',
    ]);
    expect(told.images.map(({ action }) => action)).toEqual(['rebase', 'rebase', 'rebase']);
    // The stub of a run says that each took a minute; a node pulls the new base, once for all that stand on it.
    const bytes = baseBytes('two');
    expect(told.images.map(({ cost }) => cost)).toEqual([
      { seconds: 60, pushedBytes: bytes, pulledBytes: bytes },
      { seconds: 60, pushedBytes: 0, pulledBytes: bytes },
      { seconds: 60, pushedBytes: 0, pulledBytes: bytes },
    ]);
    expect(told.images.at(-1)!.because).toEqual([
      [
        { subject: 'registry.example/app:1', kind: 'parent', before: null, after: null },
        { subject: 'registry.example/tools:1', kind: 'parent', before: null, after: null },
        { subject: 'registry.example/os:1', kind: 'parent', before: null, after: null },
        {
          subject: BASE,
          kind: 'base-changed',
          before: digestBytes(base('one')),
          after: digestBytes(base('two')),
        },
      ],
    ]);
    expect((await run('--check')).exitCode).toBe(1);
    const { output } = await run();
    expect(output).toContain('3 of 3 images stale: 3 to rebase, 0 to rebuild, in 3 waves');
    expect(output.replace(/\s+/g, ' ')).toContain(
      `because registry.example/tools:1 because registry.example/os:1 because ${BASE} ${digestBytes(base('one')).slice(0, 19)} -> `,
    );
  });

  test('rebuilds one app for one changed file, and nothing for one that is ignored', async () => {
    await makeAll();
    put('app/README.md', 'more');
    expect(await stale()).toEqual([]);
    put('app/main.go', 'main 2');
    expect(await stale()).toEqual(['app rebuild']);
  });

  test('keeps what the lock says of a base that cannot be resolved, and tells it', async () => {
    await makeAll();
    put('os/files/a', 'b');
    const kept = tags['go']!;
    delete tags['go'];
    const told = await ask();
    tags['go'] = kept;
    expect(told.images.map(({ action }) => action)).toEqual(['rebuild', 'rebase', 'rebase']);
    expect(told.findings).toMatchObject([
      { kind: 'unresolved-base', subject: GO, images: ['registry.example/app:1'] },
    ]);
    expect(await stale('--offline')).toEqual(['os rebuild', 'tools rebase', 'app rebase']);
  });

  test('makes what is forced', async () => {
    await makeAll();
    expect(await stale('--force', 'registry.example/tools:1')).toEqual(['tools rebuild', 'app rebase']);
    expect(await run('--force', GO)).toMatchObject({ exitCode: 2 });
    expect((await run('--force', 'nobody:1')).complaint).toContain('no such image');
  });

  test('says what a change of an image or a base would touch', async () => {
    expect(await stale('--if-changed', GO)).toEqual(['app rebuild']);
    expect(await stale('--if-changed', BASE)).toEqual(['os rebase', 'tools rebase', 'app rebase']);
    expect(await stale('--if-changed', 'registry.example/tools:1')).toEqual(['tools rebuild', 'app rebase']);
    expect((await run('--if-changed', 'registry.example/tools:1')).output).toContain(
      '2 of 3 images touched by',
    );
  });

  test('refuses a lock that is wrong, with its line', async () => {
    put('plimsoll.lock', 'version: 9\n');
    const { exitCode, complaint } = await run();
    expect(exitCode).toBe(2);
    expect(complaint).toContain('plimsoll.lock');
    expect(complaint).toContain('its version is 9');
  });
});

describe('update plan --since', () => {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: root,
      encoding: 'utf8',
    });
  beforeEach(() => {
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-qm', 'one');
    git('checkout', '-q', '-b', 'change');
  });

  test.each<readonly [what: string, change: () => void, touched: readonly string[]]>([
    ['nothing', () => {}, []],
    ['a used file', () => put('app/main.go', 'x'), ['app rebuild']],
    [
      'a new file in a used folder',
      () => put('os/files/new', ''),
      ['os rebuild', 'tools rebase', 'app rebase'],
    ],
    [
      'a file that goes',
      () => rmSync(join(root, 'os/files/a')),
      ['os rebuild', 'tools rebase', 'app rebase'],
    ],
    ['a file that nothing uses', () => put('os/notes', ''), []],
    ['an ignored file', () => put('app/x.md', ''), []],
    ['the ignore file', () => put('app/.dockerignore', '*.txt\n'), ['app rebuild']],
    [
      'an instruction',
      () => put('tools/Dockerfile', 'FROM registry.example/os:1\nRUN make all\n'),
      ['tools rebuild', 'app rebase'],
    ],
    [
      'a comment in a Dockerfile',
      () => put('tools/Dockerfile', '# why\nFROM registry.example/os:1\nRUN make\n'),
      [],
    ],
    [
      'the settings',
      () => put('plimsoll.yaml', `${readFileSync(join(root, 'plimsoll.yaml'), 'utf8')}# end\n`),
      ['os rebuild', 'tools rebuild', 'app rebuild'],
    ],
  ])('and %s', async (_what, change, touched) => {
    change();
    expect(await stale('--since', 'main')).toEqual(touched);
    git('add', '-A');
    git('commit', '-qm', 'two', '--allow-empty');
    expect(await stale('--since', 'main')).toEqual(touched);
  });

  test('leaves out what the other branch did since', async () => {
    git('checkout', '-q', 'main');
    put('os/files/a', 'theirs');
    git('commit', '-qam', 'theirs');
    git('checkout', '-q', 'change');
    put('app/main.go', 'ours');
    expect(await stale('--since', 'main')).toEqual(['app rebuild']);
  });

  test('refuses what is no reference', async () => {
    for (const reference of ['nowhere', '--output=x', '-c']) {
      const { exitCode, complaint } = await run(`--since=${reference}`);
      expect(exitCode).toBe(2);
      expect(complaint).toContain('git cannot compare with it');
    }
  });
});

describe('update plan for others', () => {
  test('is a bake file whose targets stand on each other and on what the plan saw', async () => {
    const { output } = await run('--format', 'bake');
    expect(JSON.parse(output)).toEqual({
      group: {
        default: { targets: ['registry-example-os-1', 'registry-example-tools-1', 'registry-example-app-1'] },
      },
      target: {
        'registry-example-os-1': {
          context: 'os',
          dockerfile: 'Dockerfile',
          contexts: { [BASE]: `docker-image://${registry.host}/${REPOSITORY}@${digestBytes(base('one'))}` },
          platforms: ['linux/amd64'],
          tags: ['registry.example/os:1'],
        },
        'registry-example-tools-1': {
          context: 'tools',
          dockerfile: 'Dockerfile',
          contexts: { 'registry.example/os:1': 'target:registry-example-os-1' },
          platforms: ['linux/amd64'],
          tags: ['registry.example/tools:1'],
        },
        'registry-example-app-1': {
          context: 'app',
          dockerfile: 'Dockerfile',
          contexts: {
            [GO]: `docker-image://${registry.host}/${REPOSITORY}@${digestBytes(tags['go']!)}`,
            'registry.example/tools:1': 'target:registry-example-tools-1',
          },
          platforms: ['linux/amd64'],
          tags: ['registry.example/app:1'],
        },
      },
    });
  });

  test('leaves targets out that are not stale', async () => {
    await makeAll();
    put('app/main.go', 'x');
    const bake = JSON.parse((await run('--format', 'bake')).output);
    expect(Object.keys(bake.target)).toEqual(['registry-example-app-1']);
    expect(JSON.stringify(bake)).not.toContain('target:');
  });

  test('is a matrix for each wave', async () => {
    const github = JSON.parse((await run('--format', 'github')).output);
    expect(github).toMatchObject({ waves: 3, jobs: 3 });
    expect(github.matrices[1]).toEqual({
      name: 'wave-1-0',
      wave: 1,
      matrix: {
        include: [
          { image: 'registry.example/tools:1', platform: 'linux/amd64', action: 'rebuild', noCache: false },
        ],
      },
    });
    const gitlab = parse((await run('--format', 'gitlab')).output);
    expect(gitlab.stages).toEqual(['wave-0', 'wave-1', 'wave-2']);
    expect(gitlab['wave-2-0'].parallel.matrix).toEqual([
      {
        PLIMSOLL_IMAGE: 'registry.example/app:1',
        PLIMSOLL_PLATFORM: 'linux/amd64',
        PLIMSOLL_ACTION: 'rebuild',
      },
    ]);
  });
});
