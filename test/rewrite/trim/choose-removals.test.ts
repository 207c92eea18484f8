// What a trim takes and what it leaves.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { debianPackages } from '../../support/debian-packages.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { dir, file, symlink } from '../../support/layers.ts';
import { type MadeTrim, type PlannedTrim, planMadeTrim } from '../../support/trimmed-images.ts';

const root = makeTemporaryFolder();
let count = 0;
const plan = (made: MadeTrim): Promise<PlannedTrim> => planMadeTrim(join(root, String(count++)), made);

const KB = 1024;
const GCC = { name: 'gcc-12', section: 'devel', files: { 'usr/bin/gcc-12': 900 * KB } };
const LIBC = { name: 'libc6', section: 'libs', files: { 'lib/libc.so.6': 500 * KB } };

describe('chooseRemovals', () => {
  test('takes packages with their lists, and what only they needed', async () => {
    const { packages, paths } = await plan({
      layers: [
        [
          ...debianPackages(
            LIBC,
            { ...GCC, fields: { Depends: 'libmpc3, libc6' } },
            { name: 'libmpc3', section: 'libs', files: { 'usr/lib/libmpc.so.3': KB }, isAutomatic: true },
          ),
        ],
      ],
    });
    expect(packages).toEqual(['gcc-12', 'libmpc3']);
    expect(paths).toEqual(['usr/bin/gcc-12', 'usr/lib/libmpc.so.3']);
  });

  test('leaves what a package that stays needs', async () => {
    const { packages, withheld } = await plan({
      layers: [
        [
          ...debianPackages(LIBC, GCC, {
            name: 'varnish',
            section: 'web',
            files: { 'usr/sbin/varnishd': KB },
            fields: { Depends: 'gcc-12' },
          }),
        ],
      ],
    });
    expect(packages).toEqual([]);
    expect(withheld).toEqual({});
  });

  test('leaves what the image starts, with its interpreter', async () => {
    const vim = { name: 'vim', section: 'editors', files: { 'usr/bin/vim.basic': 3000 * KB } };
    const made = {
      layers: [
        [
          ...debianPackages(LIBC, vim),
          dir('app'),
          file('app/run', '#!/usr/bin/vim.basic\n', { mode: 0o755 }),
        ],
      ],
    };
    expect((await plan({ ...made, run: { Cmd: ['/app/run'] } })).packages).toEqual([]);
  });

  test('leaves what a script of the application asks for', async () => {
    const made = {
      layers: [
        [...debianPackages(LIBC, GCC), dir('app'), file('app/x', '#!/usr/bin/gcc-12\n', { mode: 0o755 })],
      ],
    };
    const { packages, withheld } = await plan(made);
    expect(packages).toEqual([]);
    expect(withheld['gcc-12']).toBe('app/x is a script for it');
  });

  test('leaves what a link of the application leads to, and takes links that came with the package', async () => {
    const bare = [...debianPackages(LIBC, GCC)];
    const own = await plan({ layers: [bare, [dir('app'), symlink('app/cc', '/usr/bin/gcc-12')]] });
    expect(own.withheld['gcc-12']).toBe('the link app/cc leads to it');
    const came = await plan({ layers: [[...bare, dir('etc'), symlink('etc/cc', '/usr/bin/gcc-12')]] });
    expect(came.packages).toEqual(['gcc-12']);
    expect(came.paths).toEqual(['etc/cc', 'usr/bin/gcc-12']);
  });

  test('takes the whole group of an alternative, or leaves its choices', async () => {
    const alternative = (choices: readonly string[]) => [
      dir('etc'),
      dir('etc/alternatives'),
      symlink('etc/alternatives/cc', `/${choices[0]}`),
      symlink('usr/bin/cc', '/etc/alternatives/cc'),
      dir('var/lib/dpkg/alternatives'),
      file(
        'var/lib/dpkg/alternatives/cc',
        `auto\n/usr/bin/cc\n\n${choices.map((path) => `/${path}\n20\n`).join('')}\n`,
      ),
    ];
    const one = await plan({ layers: [[...debianPackages(LIBC, GCC), ...alternative(['usr/bin/gcc-12'])]] });
    expect(one.paths).toEqual([
      'etc/alternatives/cc',
      'usr/bin/cc',
      'usr/bin/gcc-12',
      'var/lib/dpkg/alternatives/cc',
    ]);
    const other = [dir('opt'), file('opt/tcc', 'x')];
    const two = await plan({
      layers: [[...debianPackages(LIBC, GCC), ...other, ...alternative(['usr/bin/gcc-12', 'opt/tcc'])]],
    });
    expect(two.packages).toEqual([]);
    expect(two.withheld['gcc-12']).toBe('it is a choice of the alternative cc, and others stay');
  });

  test('leaves what was asked to stay, and layers that must', async () => {
    const cache = [
      dir('var'),
      dir('var/cache'),
      dir('var/cache/apt'),
      dir('var/cache/apt/archives'),
      file('var/cache/apt/archives/a.deb', Buffer.alloc(2_000_000, 1)),
    ];
    const kept = await plan({ layers: [cache], keeps: (path) => path.endsWith('.deb') });
    expect(kept.paths).toEqual([]);
    expect(kept.withheld['var/cache/apt/archives/a.deb']).toBe('it was asked to be kept');
    const base = await plan({ layers: [cache, [dir('app')]], keptLayerCount: 1 });
    expect(base.withheld['var/cache/apt/archives/a.deb']).toBe('it lies in a layer that stays');
    expect((await plan({ layers: [cache] })).paths).toEqual(['var/cache/apt/archives/a.deb']);
  });
});
