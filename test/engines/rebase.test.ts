// Rebasing programs that are linked with libraries of their base: verdicts on bases whose library changed in each way that
// matters, and what is not refused runs in Docker. What crane makes of the same images is run beside it: what we refuse, fails.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { runProgram as runPlimsoll } from '../cli/run-program.ts';
import { dir, file, layer, makeLayout, symlink } from '../support/layers.ts';
import { DOCKER } from './docker-overlay2.ts';
import { type RegistryService, startRegistryService } from './registry-service.ts';
import { canRun, must, type Outcome, runProgram } from './run-program.ts';

const LOADER = '/lib64/ld-linux-x86-64.so.2';
const LIBC = '/lib/x86_64-linux-gnu/libc.so.6';
const canBuild =
  process.arch === 'x64' &&
  existsSync(LIBC) &&
  canRun('gcc', ['--version'], () => true) &&
  canRun('skopeo', ['--version'], () => true) &&
  canRun(DOCKER, ['info', '--format', '{{.Driver}}'], () => true);

const hasCrane =
  canRun('crane', ['version'], () => true) && canRun('docker-registry', ['--version'], () => true);

const V1 = 'int greet(void) { return 41; } int leave(void) { return 1; }';
const MAP = 'GREET_1 { global: greet; leave; local: *; };';
const MAP_2 = 'GREET_2 { global: greet; leave; local: *; };';

interface Library {
  readonly source: string;
  readonly soname: string;
  readonly map?: string;
}

interface Pair {
  readonly library: Library | undefined;
  readonly verdict: 'proven' | 'checked' | 'conflict';
  readonly kind?: string;
}

const PAIRS: Readonly<Record<string, Pair>> = {
  'the same interface, other code': {
    library: { source: V1.replace('41', '42'), soname: 'libgreet.so.1', map: MAP },
    verdict: 'proven',
  },
  'a function more': {
    library: {
      source: `${V1} int more(void) { return 0; }`,
      soname: 'libgreet.so.1',
      map: MAP.replace('leave;', 'leave; more;'),
    },
    verdict: 'proven',
  },
  'a function less': {
    library: { source: 'int leave(void) { return 1; }', soname: 'libgreet.so.1', map: MAP },
    verdict: 'conflict',
    kind: 'lost-symbol',
  },
  'a version less': {
    library: { source: V1, soname: 'libgreet.so.1', map: MAP_2 },
    verdict: 'conflict',
    kind: 'lost-symbol',
  },
  'another soname': {
    library: { source: V1, soname: 'libgreet.so.2', map: MAP },
    verdict: 'conflict',
    kind: 'lost-library',
  },
  'no library': { library: undefined, verdict: 'conflict', kind: 'lost-library' },
};

describe.runIf(canBuild)('programs on a new base', () => {
  const work = mkdtempSync(join(tmpdir(), 'plimsoll-rebase-'));
  const images: string[] = [];
  let registry: RegistryService | undefined;
  beforeAll(async () => {
    if (hasCrane) registry = await startRegistryService(work);
  });
  afterAll(async () => {
    await registry?.stop();
    for (const image of images) spawnSync(DOCKER, ['rmi', '-f', image]);
    rmSync(work, { recursive: true, force: true });
  });

  const compile = (name: string, { source, soname, map }: Library): Buffer => {
    const folder = join(work, name.replace(/\W+/g, '-'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'greet.c'), source);
    writeFileSync(join(folder, 'greet.map'), map ?? MAP);
    const target = join(folder, soname);
    const flags = [
      '-shared',
      '-fPIC',
      `-Wl,-soname,${soname}`,
      `-Wl,--version-script=${join(folder, 'greet.map')}`,
    ];
    const { status, stderr } = spawnSync('gcc', [...flags, '-o', target, join(folder, 'greet.c')], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return readFileSync(target);
  };
  const base = (library: Buffer | undefined, soname: string): readonly TarItem[] => [
    dir('lib64'),
    symlink('lib64/ld-linux-x86-64.so.2', '../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2'),
    dir('lib'),
    dir('lib/x86_64-linux-gnu'),
    file('lib/x86_64-linux-gnu/ld-linux-x86-64.so.2', readFileSync(LOADER), { mode: 0o755 }),
    file('lib/x86_64-linux-gnu/libc.so.6', readFileSync(LIBC), { mode: 0o755 }),
    ...(library === undefined ? [] : [file(`lib/x86_64-linux-gnu/${soname}`, library, { mode: 0o755 })]),
  ];
  const buildProgram = (library: Buffer): Buffer => {
    writeFileSync(join(work, 'libgreet.so'), library);
    writeFileSync(
      join(work, 'main.c'),
      '#include <stdio.h>\nint greet(void); int leave(void);\nint main() { printf("%d\\n", greet()); return leave() - 1; }\n',
    );
    const args = ['-o', join(work, 'main'), join(work, 'main.c'), join(work, 'libgreet.so')];
    const { status, stderr } = spawnSync('gcc', args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return readFileSync(join(work, 'main'));
  };
  const run = (name: string): Promise<Outcome> => {
    images.push(name);
    return runProgram(DOCKER, ['run', '--rm', '--network', 'none', name]);
  };
  const runImage = async (layout: string, name: string): Promise<Outcome> => {
    await must('skopeo', ['copy', '-q', `oci:${layout}`, `docker-daemon:${name}`]);
    return run(name);
  };
  /** What crane's rebased image says when it runs. */
  const runCranes = async (folder: string, host: string, name: string): Promise<Outcome> => {
    const at = `${host}/pairs/${name}`;
    for (const image of ['old', 'image', 'new'])
      await must('crane', ['push', '--insecure', join(folder, image), `${at}:${image}`]);
    const bases = ['--old_base', `${at}:old`, '--new_base', `${at}:new`];
    await must('crane', ['rebase', '--insecure', `${at}:image`, ...bases, '-t', `${at}:out`]);
    // Its manifest is Docker's and names OCI layers, which skopeo does not read; crane itself makes an archive of it.
    const archive = join(folder, 'crane.tar');
    await must('crane', ['pull', '--insecure', `${at}:out`, archive]);
    await must(DOCKER, ['load', '--quiet', '--input', archive]);
    return run(`${at}:out`);
  };

  test.each(Object.entries(PAIRS))('%s', async (name, { library, verdict, kind }) => {
    const folder = join(work, name.replace(/\W+/g, '-'));
    mkdirSync(folder, { recursive: true });
    const old = compile(`${name} old`, { source: V1, soname: 'libgreet.so.1', map: MAP });
    const newer = library === undefined ? undefined : compile(`${name} new`, library);
    const app = [dir('app'), file('app/main', buildProgram(old), { mode: 0o755 })];
    const oldBase = layer(base(old, 'libgreet.so.1'));
    const runs = { Cmd: ['/app/main'] };
    await makeLayout(join(folder, 'old'), [oldBase]);
    await makeLayout(join(folder, 'image'), [oldBase, layer(app)], { run: runs });
    await makeLayout(join(folder, 'new'), [layer(base(newer, library?.soname ?? ''))]);
    const out = join(folder, 'out');
    const { exitCode, stdout, stderr } = await runPlimsoll([
      'rebase',
      `oci:${join(folder, 'image')}`,
      '--old-base',
      `oci:${join(folder, 'old')}`,
      '--onto',
      `oci:${join(folder, 'new')}`,
      '-o',
      `oci:${out}`,
      '--format',
      'json',
    ]);
    const { images: told } = JSON.parse(stdout || '{}') as {
      readonly images: readonly {
        readonly verdict: string;
        readonly notes: readonly { readonly kind: string }[];
      }[];
    };
    expect(told[0]!.verdict, stdout).toBe(verdict);
    if (kind !== undefined) expect(told[0]!.notes.map((note) => note.kind)).toContain(kind);
    expect(exitCode, stderr).toBe(verdict === 'conflict' ? 1 : 0);
    expect(existsSync(join(out, 'index.json'))).toBe(verdict !== 'conflict');
    const tag = name.replace(/\W+/g, '-');
    if (registry !== undefined) {
      const cranes = await runCranes(folder, registry.host, tag);
      const said = cranes.isDone ? 'runs' : `fails: ${cranes.complaint.trim().split('\n')[0]}`;
      process.stdout.write(`\n${verdict}: ${name}: what crane rebase writes ${said}\n`);
      expect(cranes.isDone).toBe(verdict !== 'conflict');
    }
    if (verdict === 'conflict') return;
    const ran = await runImage(out, `plimsoll-rebase-${tag}:test`);
    expect(ran).toMatchObject({ isDone: true, output: library!.source.includes('42') ? '42\n' : '41\n' });
  });
});
