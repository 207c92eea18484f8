// What becomes a component, what stays with its image, and that keys hang on content alone.
import { describe, expect, test } from 'vitest';
import type { TarItem } from '../../../../src/oci/tar/write-tar.ts';
import { gatherFleet } from '../../../../src/rewrite/relayer/components/gather-fleet.ts';
import { debianPackages } from '../../../support/debian-packages.ts';
import { dir, file, link } from '../../../support/layers.ts';
import { readStack } from '../../../support/relayered-fleets.ts';

const MB = 2 ** 20;
const LIBC = { name: 'libc6', files: { 'usr/lib/libc.so.6': 9000, 'usr/share/doc/libc6/copyright': 100 } };
const NODE = { name: 'nodejs', files: { 'usr/bin/node': 5000 } };

async function cut(...stacks: readonly (readonly TarItem[])[]) {
  const fleet = gatherFleet(await Promise.all(stacks.map((items) => readStack([items]))));
  const { components, titles, atoms, remainders } = fleet.cut;
  return {
    fleet,
    components,
    remainders: remainders.map((row) =>
      [...row].map((atom) => Buffer.from(fleet.table.places[atom]!.paths[0]!).toString()).sort(),
    ),
    list: titles.map((title, c) => ({
      title: `${title.kind} ${title.name}`.trim(),
      key: components.keys[c]!,
      name: components.names![c]!,
      images: [...components.images[c]!],
      files: atoms[c]!.length,
    })),
  };
}

function find(made: Awaited<ReturnType<typeof cut>>, title: string) {
  return made.list.filter((one) => one.title === title);
}

describe('components', () => {
  test('are packages with their files, in all images that have these', async () => {
    const made = await cut(debianPackages(LIBC, NODE), debianPackages(LIBC));
    expect(find(made, 'package libc6 1-1')).toMatchObject([
      { images: [0, 1], files: 2, name: 'pkg:deb/libc6' },
    ]);
    expect(find(made, 'package nodejs 1-1')).toMatchObject([{ images: [0], files: 1 }]);
    // The database differs, and what only one image has stays with it.
    expect(made.remainders).toEqual([
      ['var/lib/dpkg/info/nodejs.list', 'var/lib/dpkg/status'],
      ['var/lib/dpkg/status'],
    ]);
  });

  test('have keys that hang on their content alone', async () => {
    const alone = await cut(debianPackages(LIBC), debianPackages(LIBC));
    const fleet = await cut(debianPackages(NODE), debianPackages(NODE, LIBC), debianPackages(LIBC));
    const title = 'package libc6 1-1';
    expect(find(fleet, title)[0]!.key).toBe(find(alone, title)[0]!.key);
    expect(find(fleet, title)[0]!.images).toEqual([1, 2]);
  });

  test('leave what an image changed of a package with that image, and share the rest', async () => {
    const changed = [...debianPackages(LIBC)].map((item) =>
      item.path === 'usr/share/doc/libc6/copyright' ? file('usr/share/doc/libc6/copyright', 'mine') : item,
    );
    const made = await cut(debianPackages(LIBC), debianPackages(LIBC), changed);
    expect(find(made, 'package libc6 1-1').map(({ images, files }) => ({ images, files }))).toEqual(
      expect.arrayContaining([
        { images: [0, 1, 2], files: 1 },
        { images: [0, 1], files: 1 },
      ]),
    );
    expect(made.remainders[2]).toEqual(['usr/share/doc/libc6/copyright']);
  });

  test('never hold what lies in etc with a package', async () => {
    const tool = { name: 'tool', files: { 'usr/bin/tool': 4000, 'etc/tool.conf': 10 } };
    const made = await cut(debianPackages(tool), debianPackages(tool));
    expect(find(made, 'package tool 1-1')[0]!.files).toBe(1);
  });

  test('are large files of nobody, by content and path', async () => {
    const model = file('opt/model.bin', Buffer.alloc(MB, 3));
    const made = await cut([model], [model, file('a', 'x')], [file('b', 'y')]);
    expect(find(made, 'file opt/model.bin')).toMatchObject([
      { images: [0, 1], files: 1, name: 'file:opt/model.bin' },
    ]);
  });

  test('are the largest folders that the same images have', async () => {
    const library = (n: number) => [
      dir('opt/lib'),
      ...Array.from({ length: 40 }, (_, i) => file(`opt/lib/deep/${i}`, Buffer.alloc(3000, i))),
      file('opt/lib/one', '1'),
      file('opt/own', `${n}`),
    ];
    const made = await cut(library(1), library(2));
    expect(find(made, 'folder opt/lib')).toMatchObject([{ images: [0, 1], files: 41 }]);
    expect(made.remainders).toEqual([['opt/own'], ['opt/own']]);
  });

  test('never part the names of one file', async () => {
    const made = await cut(
      [file('a/x', 'same'), link('z/x', 'a/x')],
      [file('a/x', 'same'), link('z/x', 'a/x')],
    );
    expect(made.list).toMatchObject([{ images: [0, 1], files: 1 }]);
    expect(made.fleet.table.places[0]!.paths.map((path) => Buffer.from(path).toString())).toEqual([
      'a/x',
      'z/x',
    ]);
  });

  test('tell folders of another mode or owner apart, whose times do not count', async () => {
    const made = await cut(
      [dir('d', { mtimeSeconds: 1 }), file('d/x', 'same')],
      [dir('d', { mtimeSeconds: 2 }), file('d/x', 'same')],
      [dir('d', { mode: 0o700 }), file('d/x', 'same')],
    );
    expect(made.list.map(({ images }) => images)).toEqual([[0, 1]]);
    expect(made.remainders).toEqual([[], [], ['d/x']]);
    // The atom is one all the same: the bound counts it once.
    expect(new Set(made.fleet.table.keys).size).toBe(1);
  });

  test('of one image alone are its packages and large files; the rest stays with it', async () => {
    const made = await cut([
      ...debianPackages(LIBC, NODE),
      file('opt/model.bin', Buffer.alloc(MB, 3)),
      file('app/x', '1'),
    ]);
    expect(made.list.map(({ title }) => title).sort()).toEqual([
      'file opt/model.bin',
      'package libc6 1-1',
      'package nodejs 1-1',
    ]);
    expect(made.remainders[0]).toContain('app/x');
  });
});
