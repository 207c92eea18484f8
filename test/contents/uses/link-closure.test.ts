// All that a program is linked with, all the way down.
import { expect, test } from 'vitest';
import { LinkFinder } from '../../../src/contents/uses/link-closure.ts';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import { nodePath } from '../../../src/contents/view/squashed-view.ts';
import { makeElf } from '../../support/elf-files.ts';
import { file, layer, scanLayers, symlink } from '../../support/layers.ts';

const LOADER = '/lib64/ld-linux-x86-64.so.2';

test('libraries of libraries, each once, by their sonames; loaders; and what is missing', async () => {
  const view = squashLayers(
    await scanLayers([
      layer([
        file('app', makeElf({ needed: ['liba.so.1', 'libc.so.6'], interpreter: LOADER })),
        file('other', makeElf({ needed: ['libother.so.1'], interpreter: '/lib/other' })),
        symlink('lib/liba.so.1', 'liba.so.1.0'),
        file('lib/liba.so.1.0', makeElf({ soname: 'liba.so.1', needed: ['libb.so.2', 'libc.so.6'] })),
        file('lib/libb.so.2', makeElf({ soname: 'libb.so.2', needed: ['liba.so.1', 'libgone.so'] })),
        file('lib/libc.so.6', makeElf({ soname: 'libc.so.6' })),
        file('lib/libother.so.1', makeElf({ soname: 'libother.so.1' })),
        file('data', 'no ELF file'),
      ]),
    ]),
  );
  const finder = new LinkFinder({ view });
  const of = (path: string) => finder.find((node) => nodePath(view, node) === path);
  const { files, loaders, libraries, missing } = of('app');
  expect(files.map((node) => nodePath(view, node))).toEqual(['app']);
  expect(loaders).toEqual([LOADER]);
  expect(libraries.map(({ library }) => nodePath(view, library[0]!)).sort()).toEqual([
    'lib/liba.so.1',
    'lib/libb.so.2',
    'lib/libc.so.6',
  ]);
  expect(missing).toEqual(['libgone.so']);
  expect(of('data')).toEqual({ files: [], loaders: [], libraries: [], missing: [] });
});
