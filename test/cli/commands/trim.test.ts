// `plimsoll trim`, as users run it.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import TRIM from '../../../schema/trim.json' with { type: 'json' };
import { validateSchema } from '../../report/validate-schema.ts';
import { debianPackages } from '../../support/debian-packages.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { dir, file, layer, makeLayout } from '../../support/layers.ts';
import { runProgram } from '../run-program.ts';

const folder = makeTemporaryFolder();
const at = (name: string): string => `oci:${join(folder, name)}`;
const KB = 1024;
const trim = (out: string, ...more: readonly string[]) =>
  runProgram(['trim', at('image'), '-o', at(out), ...more]);

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  const base = layer([
    ...debianPackages(
      { name: 'libc6', section: 'libs', files: { 'lib/libc.so.6': 500 * KB } },
      { name: 'gcc-12', section: 'devel', files: { 'usr/bin/gcc-12': 900 * KB } },
    ),
  ]);
  const app = layer([
    dir('app'),
    file('app/main', 'x'),
    dir('var/cache'),
    dir('var/cache/apt'),
    dir('var/cache/apt/archives'),
    file('var/cache/apt/archives/x.deb', Buffer.alloc(2_000_000, 1)),
  ]);
  await makeLayout(join(folder, 'image'), [base, app]);
});

describe('plimsoll trim', () => {
  test('tells what went, and writes the rest', async () => {
    const { exitCode, stdout, stderr } = await trim('out');
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('gcc-12 1-1 compiler');
    expect(stdout).toContain('apt-cache');
    expect(stdout).toContain('Databases written anew: var/lib/dpkg/status.');
    expect(stdout).toContain('Proven: read back');
    const again = await runProgram(['image', at('out'), '--format', 'json']);
    const { packages } = JSON.parse(again.stdout) as {
      readonly packages: readonly { readonly name: string }[];
    };
    expect(packages.map(({ name }) => name)).toEqual(['libc6']);
  });

  test('JSON is as its schema says', async () => {
    const { stdout } = await trim('json', '--format', 'json');
    const json = JSON.parse(stdout) as {
      readonly images: readonly { readonly removedPaths: readonly string[] }[];
    };
    expect(validateSchema(TRIM, json)).toEqual([]);
    expect(json.images[0]!.removedPaths).toContain('usr/bin/gcc-12');
  });

  test('takes only what is asked for', async () => {
    const { stdout } = await trim('only', '--only', 'apt-cache', '--dry-run');
    expect(stdout).not.toContain('gcc-12');
    expect(existsSync(join(folder, 'only'))).toBe(false);
    const skipped = await trim('skip', '--skip', 'compiler,apt-cache');
    expect(skipped.stdout).toContain('Nothing goes, and nothing was written.');
  });

  test('leaves a base alone', async () => {
    const { stdout } = await trim('above', '--above', '0');
    expect(stdout).toContain('it lies in a layer that stays');
    expect(stdout).toContain('1 layer made anew (1)');
  });

  test('explains a path', async () => {
    const gone = await trim('x', '--explain', '/usr/bin/gcc-12');
    expect(gone.stdout).toContain('/usr/bin/gcc-12 goes: the package gcc-12 goes (compiler).');
    const kept = await trim('x', '--explain', '/app/main');
    expect(kept.stdout).toContain('/app/main stays: no rule takes it.');
    const held = await trim('x', '--explain', '/usr/bin/gcc-12', '--above', '0');
    expect(held.stdout.replaceAll('\n', ' ')).toContain(
      '/usr/bin/gcc-12 stays with its package gcc-12, though compiler finds it: it lies in a layer that stays.',
    );
    expect(existsSync(join(folder, 'x'))).toBe(false);
    const absent = await trim('x', '--explain', '/usr/bin/gcc-13');
    expect(absent.stdout.replaceAll('\n', ' ')).toMatch(/^\/usr\/bin\/gcc-13 is not in what oci:.* shows\./);
  });

  test('knows its rules', async () => {
    const { exitCode, stderr } = await trim('x', '--only', 'apt-cach');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Did you mean apt-cache?');
  });
});
