import { describe, expect, it } from 'vitest';
import { ambiguousLayer } from '../../src/checks/ambiguous-layer.ts';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { judgeLayers } from '../support/judge-layers.ts';
import { device, dir, file, layer, link, opaque, symlink, whiteout } from '../support/layers.ts';

interface Case {
  readonly name: string;
  readonly layers: readonly (readonly TarItem[])[];
  readonly severity: 'error' | 'warning';
  readonly message: RegExp;
  readonly layer: number;
}

const USR_MERGED = [dir('usr'), dir('usr/lib'), file('usr/lib/x', 'X'), symlink('lib', 'usr/lib')];

const FOUND: readonly Case[] = [
  {
    name: 'a directory deleted and made again',
    layers: [
      [dir('d'), file('d/a', 'A')],
      [whiteout('d'), dir('d'), file('d/b', 'B')],
    ],
    severity: 'warning',
    message: /a whiteout and an entry .*: \/d\/a is nothing by the spec and a file on overlay/,
    layer: 1,
  },
  {
    name: 'an entry below a symlinked directory',
    layers: [USR_MERGED, [file('lib/foo', 'F')]],
    severity: 'warning',
    message: /below a directory that is a symlink/,
    layer: 1,
  },
  {
    name: 'a whiteout below a symlinked directory',
    layers: [USR_MERGED, [whiteout('lib/x')]],
    severity: 'warning',
    message: /\/usr\/lib\/x is nothing by the spec and a file on overlay|\/lib is a symlink by the spec/,
    layer: 1,
  },
  {
    name: 'an opaque root',
    layers: [[file('a', 'A')], [opaque(''), file('n', 'N')]],
    severity: 'warning',
    message: /\/a is nothing by the spec and a file on overlay/,
    layer: 1,
  },
  {
    name: 'a hard link to a lower layer',
    layers: [[file('t', 'T')], [link('t2', 't')]],
    severity: 'error',
    message: /hard link to a file of a lower layer: Docker refuses/,
    layer: 1,
  },
  {
    name: 'a hard link to nothing',
    layers: [[link('b', 'a')]],
    severity: 'error',
    message: /hard link to nothing: no engine/,
    layer: 0,
  },
  {
    name: 'two entries for one path',
    layers: [[file('f', '1'), file('f', '2')]],
    severity: 'error',
    message: /two entries for one path: Docker refuses/,
    layer: 0,
  },
  {
    name: 'a parent that loses its mode',
    layers: [[dir('tmp', { mode: 0o1777 })], [file('tmp/x', 'X')]],
    severity: 'warning',
    message: /\/tmp has mode 1777 by the spec and 0755 on overlay/,
    layer: 1,
  },
  {
    name: 'a device that overlay takes for a whiteout',
    layers: [[file('f', 'F')], [device('f', 'character', [0, 0])]],
    severity: 'warning',
    message: /\/f is a device by the spec and nothing on overlay/,
    layer: 1,
  },
  {
    name: 'a bare whiteout',
    layers: [[file('a', 'A')], [file('.wh.')]],
    severity: 'error',
    message: /a whiteout without a name/,
    layer: 1,
  },
];

const LEFT: Readonly<Record<string, readonly (readonly TarItem[])[]>> = {
  'ordinary layers': [
    [dir('a'), file('a/x', 'X')],
    [dir('a'), file('a/y', 'Y'), whiteout('a/x')],
  ],
  'a parent without an entry that is 0755 and root’s': [[dir('a')], [file('a/x', 'X')]],
  'a whiteout of what is not there': [[file('a', 'A')], [whiteout('nope')]],
  'a file deleted and made again': [[file('f', '1')], [whiteout('f'), file('f', '2')]],
  'a symlink out of the root': [[dir('a'), symlink('a/s', '../../../etc/passwd')]],
  'a directory in the place of a symlink': [USR_MERGED, [dir('lib'), file('lib/foo', 'F')]],
};

describe('ambiguous-layer', () => {
  it.each(FOUND)('finds $name', async ({ layers, severity, message, layer: index }) => {
    const findings = await judgeLayers([ambiguousLayer], layers.map(layer));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ rule: 'ambiguous-layer', severity, layer: index, bytes: 0 });
    expect(findings[0]?.message).toMatch(message);
  });

  it.each(Object.entries(LEFT))('leaves alone %s', async (_name, layers) => {
    expect(await judgeLayers([ambiguousLayer], layers.map(layer))).toEqual([]);
  });

  it('counts a layer of the base as inherited', async () => {
    const tars = [layer([file('f', '1'), file('f', '2')]), layer([file('g', '1')])];
    const findings = await judgeLayers([ambiguousLayer], tars, 1);
    expect(findings.map(({ origin }) => origin)).toEqual(['inherited']);
  });
});
