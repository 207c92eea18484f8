import { expect, test } from 'vitest';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import { nodePath } from '../../../src/contents/view/squashed-view.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { findAlternatives } from '../../../src/rewrite/trim/find-alternatives.ts';
import { dir, file, layer, scanLayers, symlink, whiteout } from '../../support/layers.ts';

const FOLDERS = [
  'var',
  'var/lib',
  'var/lib/dpkg',
  'var/lib/dpkg/alternatives',
  'etc',
  'etc/alternatives',
  'usr',
  'usr/bin',
].map((path) => dir(path));
const describeGroup = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
const EDITOR = [
  file(
    'var/lib/dpkg/alternatives/editor',
    describeGroup(
      'auto',
      '/usr/bin/editor',
      'editor.1.gz',
      '/usr/share/man/editor.1.gz',
      '',
      '/usr/bin/vim',
      '30',
      '',
      '/usr/bin/nano',
      '40',
      '/usr/share/man/nano.1.gz',
      '',
    ),
  ),
  symlink('usr/bin/editor', '/etc/alternatives/editor'),
  symlink('etc/alternatives/editor', '/usr/bin/nano'),
  file('usr/bin/nano', 'nano'),
];

async function groupsOf(...layers: readonly (readonly TarItem[])[]): Promise<readonly object[]> {
  const view = squashLayers(await scanLayers(layers.map(layer)));
  return findAlternatives(view).map(({ name, nodes, choices }) => ({
    name,
    nodes: nodes.map((node) => nodePath(view, node)),
    choices: choices.map((node) => nodePath(view, node)),
  }));
}

test('a group is its links, those between, what describes it, and the choices that are there', async () => {
  expect(await groupsOf([...FOLDERS, ...EDITOR])).toEqual([
    {
      name: 'editor',
      nodes: ['usr/bin/editor', 'etc/alternatives/editor', 'var/lib/dpkg/alternatives/editor'],
      choices: ['usr/bin/nano'],
    },
  ]);
});

test('all choices, and the links that go along with the master', async () => {
  const more = [
    file('usr/bin/vim', 'vim'),
    dir('usr/share'),
    dir('usr/share/man'),
    symlink('usr/share/man/editor.1.gz', '/etc/alternatives/editor.1.gz'),
    symlink('etc/alternatives/editor.1.gz', '/usr/share/man/nano.1.gz'),
  ];
  expect(await groupsOf([...FOLDERS, ...EDITOR], more)).toEqual([
    {
      name: 'editor',
      nodes: [
        'usr/bin/editor',
        'etc/alternatives/editor',
        'usr/share/man/editor.1.gz',
        'etc/alternatives/editor.1.gz',
        'var/lib/dpkg/alternatives/editor',
      ],
      choices: ['usr/bin/vim', 'usr/bin/nano'],
    },
  ]);
});

test('the last version of what describes it counts, and none where it was taken away', async () => {
  const nowVim = file(
    'var/lib/dpkg/alternatives/editor',
    describeGroup('manual', '/usr/bin/editor', '', '/usr/bin/vim', '30', ''),
  );
  const [found] = await groupsOf([...FOLDERS, ...EDITOR], [file('usr/bin/vim', 'vim'), nowVim]);
  expect(found).toMatchObject({ choices: ['usr/bin/vim'] });
  expect(await groupsOf([...FOLDERS, ...EDITOR], [whiteout('var/lib/dpkg/alternatives/editor')])).toEqual([]);
});

test('files that describe nothing', async () => {
  const files = ['', 'auto\n', '#!/bin/sh\n'].map((text, i) => file(`var/lib/dpkg/alternatives/x${i}`, text));
  expect(await groupsOf([...FOLDERS, ...files])).toEqual([]);
  expect(await groupsOf(FOLDERS)).toEqual([]);
});
