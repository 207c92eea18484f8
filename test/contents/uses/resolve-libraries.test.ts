// Which library meets which need, as the dynamic loader would look for it.
import { expect, test } from 'vitest';
import { resolveLibraries } from '../../../src/contents/uses/resolve-libraries.ts';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import { nodePath } from '../../../src/contents/view/squashed-view.ts';
import { makeElf } from '../../support/elf-files.ts';
import { file, layer, scanLayers, symlink, whiteout } from '../../support/layers.ts';

async function usesOf(...layers: readonly Parameters<typeof layer>[0][]): Promise<readonly string[]> {
  const view = squashLayers(await scanLayers(layers.map((items) => layer(items))));
  return resolveLibraries({ view }).map(
    ({ user, soname, library }) =>
      `${nodePath(view, user)}: ${soname} = ${library.map((node) => nodePath(view, node)).join(' > ')}`,
  );
}
const program = (needed: readonly string[], more: object = {}): Buffer => makeElf({ needed, ...more });
const library = (more: object = {}): Buffer => makeElf({ soname: 'libz.so.1', ...more });

test('through symlinks, of a merged /usr too', async () => {
  expect(
    await usesOf([
      symlink('lib', 'usr/lib'),
      file('opt/app', program(['libz.so.1', 'libnone.so.2'])),
      symlink('usr/lib/libz.so.1', 'libz.so.1.2.3'),
      file('usr/lib/libz.so.1.2.3', library()),
    ]),
  ).toEqual(['opt/app: libz.so.1 = usr/lib/libz.so.1 > usr/lib/libz.so.1.2.3']);
});

test('a runpath comes first, then the usual folders, then any other', async () => {
  const files = [
    file('aaa/libz.so.1', library()),
    file('opt/app/lib/libz.so.1', library()),
    file('usr/lib/x86_64-linux-gnu/libz.so.1', library()),
  ];
  expect(
    await usesOf([
      file('opt/app/bin/own', program(['libz.so.1'], { runpath: '$ORIGIN/../lib' })),
      file('opt/app/bin/plain', program(['libz.so.1'])),
      ...files,
    ]),
  ).toEqual([
    'opt/app/bin/own: libz.so.1 = opt/app/lib/libz.so.1',
    'opt/app/bin/plain: libz.so.1 = usr/lib/x86_64-linux-gnu/libz.so.1',
  ]);
  expect(await usesOf([file('p', program(['libz.so.1'])), files[0]!])).toEqual([
    'p: libz.so.1 = aaa/libz.so.1',
  ]);
});

test('of the same machine only, and only what shows', async () => {
  const app = file('app', program(['libz.so.1']));
  expect(await usesOf([app, file('lib/libz.so.1', library({ machine: 183 }))])).toEqual([]);
  expect(await usesOf([app, file('lib/libz.so.1', 'no ELF file')])).toEqual([]);
  expect(await usesOf([app, file('lib/libz.so.1', library())], [whiteout('lib/libz.so.1')])).toEqual([]);
  expect(await usesOf([app, file('lib/libz.so.1', library())], [whiteout('app')])).toEqual([]);
});

test('symlinks that go in circles, and thousands of libraries of a name, end', async () => {
  const many = Array.from({ length: 3000 }, (_, i) => file(`d${i}/libz.so.1`, 'x'));
  expect(
    await usesOf([
      file('app', program(['libz.so.1', 'liba.so'])),
      symlink('lib/liba.so', 'libb.so'),
      symlink('lib/libb.so', 'liba.so'),
      ...many,
    ]),
  ).toEqual([]);
});
