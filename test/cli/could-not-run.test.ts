import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { makeToken } from '../support/made-secrets.ts';
import { listenSilently } from './listen-silently.ts';
import { makeCleanImage, makeLadenImage } from './made-images.ts';
import { PROGRAM, runProgram } from './run-program.ts';

const folder = makeTemporaryFolder();
const clean = await makeCleanImage(join(folder, 'clean'));
const laden = await makeLadenImage(join(folder, 'laden'));

describe('what could not run is told in one line and a hint, with exit code 2', () => {
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'Dockerfile'), 'FROM scratch\n');
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'text.tar'), 'this is no archive\n'.repeat(100));

  test.each([
    [
      ['check', '--fromat', 'json', 'x'],
      "plimsoll: unknown option '--fromat'\nhint: Did you mean --format?\n",
    ],
    [['chekc', 'x'], "plimsoll: unknown command 'chekc'\nhint: Did you mean 'plimsoll check'?\n"],
    [
      ['debian:12'],
      "plimsoll: unknown command 'debian:12'\nhint: To check an image, write 'plimsoll check debian:12'.\n",
    ],
    [
      ['check'],
      "plimsoll: missing required argument 'target'\nhint: 'plimsoll check --help' shows what there is.\n",
    ],
    [['check', 'x', '--format', 'xml'], /^plimsoll: option '--format <format>' argument 'xml' is invalid\./],
    [
      ['check', 'x', '--max-ballast', '5'],
      /^plimsoll: option '--max-ballast <size>' argument '5' is invalid\./,
    ],
    [['check', 'x', '--max-size', '5%'], /argument '5%' is invalid\. It must be a number with B, kB,/],
    [['check', 'x', '--workers', '-1'], /argument '-1' is invalid/],
    [
      ['check', './none.tar'],
      'plimsoll: ./none.tar: there is no such file or folder\nhint: See that it is spelled right and that it is there.\n',
    ],
    [['check', 'x', '--cache-dir', ''], /argument '' is invalid\. It must be the path of a folder\n/],
    [
      ['check', `./${'long/'.repeat(2000)}x`],
      /^plimsoll: \.\/long\/.{100,140}…[^\n]{200,300}: there is no such/,
    ],
    [['check', 'oci:'], /^plimsoll: nothing follows 'oci:'\n/],
    [['check', 'dir:./x'], /^plimsoll: dir:\.\/x: images behind 'dir:' cannot be read\n/],
    [['check', join(folder, 'empty')], /^plimsoll: .*empty: this folder holds no OCI image layout/],
    [['check', join(folder, 'text.tar')], /^plimsoll: .*text\.tar: /],
    [['image', project], /^plimsoll: .*project: this is a project folder, and images are asked for/],
    [['image', join(project, 'Dockerfile')], /^plimsoll: .*Dockerfile: this is a Dockerfile, and images are/],
    [
      ['check', ''],
      'plimsoll: the name of the image is empty\nhint: Where it stands in a variable, see that this is set.\n',
    ],
    [['check', 'x', '--platform', 'linux'], /^plimsoll: 'linux' is not a platform/],
    [['check', 'x', '--config', './none.yaml'], /^plimsoll: \.\/none\.yaml: there is no such file\n/],
    [['check', 'x', '--config', '/dev/zero'], /^plimsoll: \/dev\/zero: it is larger than 256 KiB\n/],
    [
      ['check', clean, '--base', laden],
      /^plimsoll: the base .*laden: its layers are not the lowest layers of /,
    ],
    [['check', clean, '--base', './none.tar'], /^plimsoll: \.\/none\.tar: there is no such file or folder\n/],
  ] as const)('%j', async (args, expected) => {
    const { exitCode, stdout, stderr } = await runProgram(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    if (typeof expected === 'string') expect(stderr).toBe(expected);
    else expect(stderr).toMatch(expected);
    expect(stderr).toMatch(/^plimsoll: [^\n]+\nhint: [^\n]+\n$/);
  });

  test('a cache that is asked for and cannot be written is told, and is no error', async () => {
    const path = join(folder, 'text.tar');
    const { exitCode, stderr } = await runProgram(['check', clean, '--cache-dir', path]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `plimsoll: ${path}: nothing can be kept there (ENOTDIR)\n`,
    });
  });

  test('a registry that is not there', async () => {
    const { server, port } = await listenSilently();
    await new Promise((resolve) => server.close(resolve));
    const { exitCode, stdout, stderr } = await runProgram(['check', `docker://127.0.0.1:${port}/app:1`]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^plimsoll: [^\n]*127\.0\.0\.1[^\n]+\n(?:hint: [^\n]+\n)?$/);
    expect(stderr).not.toContain('bug');
  });

  test('no arguments: the help, on stderr', async () => {
    const { exitCode, stdout, stderr } = await runProgram([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Usage: plimsoll');
    expect(stderr).toContain('Exit codes:');
  });

  test.skipIf(!existsSync('/dev/full'))('a disk without room for the report', () => {
    for (const args of [`check "${laden}" --no-cache`, '--version']) {
      const command = `"${process.execPath}" "${PROGRAM}" ${args} > /dev/full`;
      const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', cwd: folder });
      expect({ status, stderr }).toEqual({
        status: 2,
        stderr: 'plimsoll: stdout cannot be written (ENOSPC)\n',
      });
    }
  });

  test('a bug is called one; its stack comes with --debug', async () => {
    // A command that is broken stands for any bug.
    const broken = join(makeTemporaryFolder(), 'package');
    cpSync(fileURLToPath(new URL('../../dist', import.meta.url)), join(broken, 'dist'), { recursive: true });
    cpSync(fileURLToPath(new URL('../../package.json', import.meta.url)), join(broken, 'package.json'));
    writeFileSync(join(broken, 'dist/cli/check.js'), 'export const runCheck = () => null.rules;\n');
    for (const name of ['commander', 'picocolors'])
      cpSync(
        fileURLToPath(new URL(`../../node_modules/${name}`, import.meta.url)),
        join(broken, 'node_modules', name),
        { recursive: true, dereference: true },
      );
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(broken, 'dist/cli/main.js'), ...args], {
        encoding: 'utf8',
        cwd: broken,
      });
    const { status, stdout, stderr } = run('check', clean);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^plimsoll: this is a bug in plimsoll: .+\nhint: .+--debug.+\n$/);
    expect(run('check', clean, '--debug').stderr).toMatch(/\n {4}at .*dist\/cli\/[\w-]+\.js/);
  });
});

test('what an error quotes is masked where it looks like a secret, in JSON too', async () => {
  const token = makeToken('quoted');
  const target = `docker://${token}@127.0.0.1:1/x`;
  for (const args of [
    ['check', target, '--debug'],
    ['check', `--token=${token}`],
    ['check', clean, '--base', target],
    ['check', target, join(folder, 'empty'), '--format', 'json'],
  ]) {
    const { exitCode, stdout, stderr } = await runProgram(args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('***');
    expect(stdout + stderr).not.toContain(token);
  }
});
