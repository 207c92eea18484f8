// `plimsoll context` on odd trees: as the engine has it, or a clear error. The engines themselves are asked by
// test/engines/context-transfer.test.ts.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodePath } from '../../../src/context/path-text.ts';
import { makeTree, type Tree } from '../../support/context-trees.ts';
import { PROGRAM, type ProgramRun, runProgram } from '../run-program.ts';

const DOCKERFILE = 'FROM scratch\nCOPY . /\n';

const makeProject = (tree: Tree): string => makeTree({ Dockerfile: DOCKERFILE, ...tree });
const list = (folder: string, ...more: readonly string[]): Promise<ProgramRun> =>
  runProgram(['context', folder, '--list', ...more]);

/** The paths of the list as text. */
function pathsOf({ stdout }: ProgramRun): readonly string[] {
  const lines = stdout.split('\n').slice(3, -1);
  return lines.map((line) => line.slice(24)).filter((path) => path !== 'Dockerfile');
}

describe('names', () => {
  test('with what a terminal obeys are made visible, one line each', async () => {
    const folder = makeProject({ 'a\nb': '1', '\x1b[31mred': '2', 'c\\d': '3', '\u202egnp.exe': '4' });
    expect(pathsOf(await list(folder))).toEqual(['\\x1b[31mred', 'a\\x0ab', 'c\\d', '\\u{202e}gnp.exe']);
  });

  test('that are not UTF-8 are told apart, as text and as JSON', async () => {
    const folder = makeProject({});
    for (const byte of [0xfe, 0xff])
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/a`), Buffer.from([byte])]), 'x');
    expect(pathsOf(await list(folder))).toEqual(['a\\xfe', 'a\\xff']);
    const json = await list(folder, '--format', 'json', '--no-secrets', '--fail-on', 'never');
    const files = (JSON.parse(json.stdout) as { files: readonly { path: string }[] }).files;
    expect(files.map(({ path }) => encodePath(path).toString('latin1'))).toEqual([
      'Dockerfile',
      'a\xfe',
      'a\xff',
    ]);
  });
});

test('links out of the context and in circles are sent as links, and followed no further than they lead', async () => {
  const folder = makeTree({
    Dockerfile: 'FROM scratch\nCOPY out circle up/a /\n',
    out: 'link: /etc/hostname',
    circle: 'link: circle2',
    circle2: 'link: circle',
    up: 'link: ../..',
    a: 'a',
    b: 'b',
  });
  const run = await list(folder);
  expect(run.exitCode).toBe(0);
  expect(pathsOf(run)).toEqual(['a', 'circle', 'circle2', 'out', 'up']);
});

test('pipes are listed and never opened', async () => {
  const folder = makeProject({});
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const run = await runProgram(['context', folder, '--fail-on', 'never']);
  expect(run.exitCode).toBe(0);
  expect(pathsOf(await list(folder))).toEqual(['pipe']);
});

describe('ignore files', () => {
  test('with a mark in front and carriage returns', async () => {
    const folder = makeProject({ '.dockerignore': '\uFEFFa\r\nc\r\n', a: '', b: '', c: '' });
    expect(pathsOf(await list(folder))).toEqual(['.dockerignore', 'b']);
  });

  test('with a line of 64 KiB end with the line, as the build does', async () => {
    const folder = makeProject({ '.dockerignore': `a\n${'x'.repeat(65_536)}\n`, a: '' });
    const run = await list(folder);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('.dockerignore:2: a line is longer than the builder reads (64 KiB)');
    expect((await list(folder, '--engine', 'podman')).exitCode).toBe(0);
  });
});

describe.skipIf(process.getuid?.() !== 0)('what our user may not read', () => {
  /** As nobody, who may not read all. */
  const listAsNobody = (folder: string): { status: number; output: string } => {
    try {
      const args = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, PROGRAM];
      const output = execFileSync('setpriv', [...args, 'context', folder, '--list'], {
        encoding: 'utf8',
        stdio: 'pipe',
        env: { PATH: process.env['PATH'], HOME: '/' },
      });
      return { status: 0, output };
    } catch (error) {
      const { status, stderr } = error as { status: number; stderr: string };
      return { status, output: stderr };
    }
  };

  const makeShut = (ignored: string): string => {
    const folder = makeProject({ '.dockerignore': ignored, open: 'o' });
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'shut'), { mode: 0o700 });
    writeFileSync(join(folder, 'shut', 'in'), 'x');
    return folder;
  };

  test('a folder ends the listing where it is sent, and is passed over where it is ignored', () => {
    const folder = makeShut('other\n');
    const { status, output } = listAsNobody(folder);
    expect([status, output]).toEqual([
      2,
      expect.stringContaining(`${folder}/shut: the folder cannot be read`),
    ]);
    expect(output).toContain('The build fails here too');
    expect(listAsNobody(makeShut('shut\n'))).toMatchObject({ status: 0 });
  });
});
