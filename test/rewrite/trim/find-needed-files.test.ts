// What stays because something that stays needs it, beyond packages' own words.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { debianPackages } from '../../support/debian-packages.ts';
import { makeElf } from '../../support/elf-files.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { dir, file } from '../../support/layers.ts';
import { planMadeTrim } from '../../support/trimmed-images.ts';

const root = makeTemporaryFolder();
const KB = 1024;
const LIBC = { name: 'libc6', section: 'libs', files: { 'lib/libc.so.6': 500 * KB } };
/** musl comes along with its compiler, and a program of the application is linked for it. */
const MUSL_TOOLS = {
  name: 'musl-tools',
  section: 'devel',
  files: { 'usr/bin/musl-gcc': 900 * KB },
  fields: { Depends: 'musl' },
};
const MUSL = { name: 'musl', section: 'libs', files: { 'lib/ld-musl-x86_64.so.1': KB }, isAutomatic: true };
const GCC = { name: 'gcc-12', section: 'devel', files: { 'usr/bin/gcc-12': 900 * KB } };

describe('findFileUses', () => {
  test('leaves the loader of a program that stays', async () => {
    const program = makeElf({ type: 2, interpreter: '/lib/ld-musl-x86_64.so.1' });
    const { packages } = await planMadeTrim(join(root, 'loader'), {
      layers: [
        [...debianPackages(LIBC, MUSL_TOOLS, MUSL)],
        [dir('app'), file('app/main', program, { mode: 0o755 })],
      ],
    });
    expect(packages).toEqual(['musl-tools']);
  });

  test('leaves the interpreter of a script of any size, as bundlers write them', async () => {
    const script = Buffer.concat([Buffer.from('#!/usr/bin/gcc-12\n'), Buffer.alloc(2_000_000, 'x')]);
    const { packages, withheld } = await planMadeTrim(join(root, 'large'), {
      layers: [[...debianPackages(LIBC, GCC)], [dir('app'), file('app/main', script, { mode: 0o755 })]],
    });
    expect(packages).toEqual([]);
    expect(withheld['gcc-12']).toBe('app/main is a script for it');
  });

  test('leaves packages that divert files of others, which only their own scripts put back', async () => {
    const { packages, withheld } = await planMadeTrim(join(root, 'diverts'), {
      layers: [
        [
          ...debianPackages(LIBC, GCC),
          file('var/lib/dpkg/diversions', '/usr/bin/cc\n/usr/bin/cc.real\ngcc-12\n'),
        ],
      ],
    });
    expect(packages).toEqual([]);
    expect(withheld['gcc-12']).toBe('it diverts files of other packages');
  });
});
