// What programs ask of libraries that the new base has in another build.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { judgeLibraries } from '../../../src/rewrite/rebase/judge-libraries.ts';
import { stackLayers } from '../../../src/rewrite/rebase/stacked-view.ts';
import { type MadeElf, makeElf } from '../../support/elf-files.ts';
import type { MadeSymbol } from '../../support/elf-symbols.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { dir, file, symlink } from '../../support/layers.ts';
import { openPair } from '../../support/rebase-pairs.ts';

const root = makeTemporaryFolder();
let count = 0;

const given = (name: string, version?: string): MadeSymbol => ({
  name,
  kind: 'given',
  ...(version === undefined ? {} : { version }),
});
const wanted = (name: string, version?: string): MadeSymbol => ({
  name,
  kind: 'wanted',
  ...(version === undefined ? {} : { version, from: 'libz.so.1' }),
});
const LIB = [dir('usr'), dir('usr/lib')];
const library = (dynamicSymbols: readonly MadeSymbol[], soname = 'libz.so.1', more: MadeElf = {}): TarItem =>
  file(`usr/lib/${soname}`, makeElf({ soname, dynamicSymbols, ...more }));
const program = (dynamicSymbols: readonly MadeSymbol[], more: MadeElf = {}): readonly TarItem[] => [
  dir('app'),
  file('app/main', makeElf({ needed: ['libz.so.1'], dynamicSymbols, ...more })),
];

/** Notes as `kind path: message`. */
async function judge(
  old: readonly TarItem[],
  app: readonly TarItem[],
  newer: readonly TarItem[],
): Promise<readonly string[]> {
  const { image, newBase, ...rest } = await openPair(join(root, String(count++)), {
    old: { layers: [old] },
    app: { layers: [app] },
    new: { layers: [newer] },
  });
  const subject = { image, newBase, baseLayerCount: 1 };
  const notes = await judgeLibraries(subject, await stackLayers(subject));
  for (const { opened } of [image, newBase, rest.old]) await opened.close();
  expect(notes.every(({ level }) => level === 'conflict')).toBe(true);
  return notes.map(({ kind, path, message }) => `${kind} ${path}: ${message}`);
}

describe('a library that the new base has in another build', () => {
  test('with all that is asked for, in its versions', async () => {
    const old = [given('inflate', 'Z_1'), given('crc', 'Z_1')];
    expect(
      await judge([...LIB, library(old)], program([wanted('inflate', 'Z_1')]), [
        ...LIB,
        library([...old, given('more', 'Z_2')]),
      ]),
    ).toEqual([]);
  });

  test('without a function that nobody asks for', async () => {
    const app = program([wanted('inflate')]);
    expect(
      await judge([...LIB, library([given('inflate'), given('crc')])], app, [
        ...LIB,
        library([given('inflate')]),
      ]),
    ).toEqual([]);
  });

  test('without functions that are asked for: three are named', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    expect(
      await judge(
        [...LIB, library(names.map((name) => given(name)))],
        program(names.map((name) => wanted(name))),
        [...LIB, library([given('e')])],
      ),
    ).toEqual(['lost-symbol app/main: libz.so.1 no longer gives a, b, c and 1 more']);
  });

  test('with the function in another version only', async () => {
    const app = program([wanted('inflate', 'Z_1')]);
    expect(
      await judge([...LIB, library([given('inflate', 'Z_1')])], app, [
        ...LIB,
        library([given('inflate', 'Z_2')]),
      ]),
    ).toEqual(['lost-symbol app/main: libz.so.1 no longer gives inflate@Z_1, libz.so.1@Z_1']);
  });

  test('what it never gave is no loss', async () => {
    const app = program([wanted('from_elsewhere'), wanted('inflate')]);
    expect(
      await judge([...LIB, library([given('inflate')])], app, [
        ...LIB,
        library([given('inflate'), given('x')]),
      ]),
    ).toEqual([]);
  });

  test('what another library of the program gives now is no loss', async () => {
    const app = program([wanted('a'), wanted('b')], { needed: ['libz.so.1', 'liby.so.1'] });
    expect(
      await judge([...LIB, library([given('a'), given('b')]), library([given('y')], 'liby.so.1')], app, [
        ...LIB,
        library([given('a')]),
        library([given('y'), given('b')], 'liby.so.1'),
      ]),
    ).toEqual([]);
  });

  test('that has no table of symbols', async () => {
    const app = program([wanted('a')]);
    const [old, newer] = [library([given('a')]), library([given('a')], 'libz.so.1', { hasSections: false })];
    expect(await judge([...LIB, old], app, [...LIB, newer])).toEqual([
      'unchecked-library app/main: libz.so.1 is another one now, and one of the two has no symbols that can be compared',
    ]);
  });
});

describe('a library that is gone', () => {
  test('by its soname', async () => {
    const old = [...LIB, library([given('a')])];
    const newer = [...LIB, library([given('a')], 'libz.so.2')];
    expect(await judge(old, program([wanted('a')]), newer)).toEqual([
      'lost-library app/main: it needs libz.so.1, which is not there any more',
    ]);
  });

  test('and was not there before', async () => {
    expect(await judge(LIB, program([wanted('a')]), LIB)).toEqual([]);
  });

  test('but the application brought its own', async () => {
    const own = [...LIB, library([given('a')]), ...program([wanted('a')])];
    expect(await judge([...LIB, library([given('a'), given('b')])], own, LIB)).toEqual([]);
  });
});

test('a library that is the very same is not read', async () => {
  const same = library([], 'libz.so.1', { hasSections: false });
  expect(await judge([...LIB, same], program([]), [...LIB, same, file('usr/new', '1')])).toEqual([]);
});

test("a library of the application's own, which the new base's programs meet in the place of theirs", async () => {
  const tool = file('usr/tool', makeElf({ needed: ['libz.so.1'], dynamicSymbols: [wanted('newest')] }));
  expect(
    await judge(
      [...LIB, library([given('a')])],
      [...LIB, library([given('a'), given('mine')])],
      [...LIB, tool, library([given('a'), given('newest')])],
    ),
  ).toEqual(['lost-symbol usr/tool: libz.so.1 no longer gives newest']);
});

describe('the loader of a program', () => {
  const app = [dir('app'), file('app/main', makeElf({ interpreter: '/lib/ld.so' }))];
  const loader = [dir('usr'), dir('usr/lib'), file('usr/lib/ld.so', 'x'), symlink('lib', 'usr/lib')];

  test('is there through a link', async () => {
    expect(await judge([dir('lib'), file('lib/ld.so', 'x')], app, loader)).toEqual([]);
  });

  test('is gone', async () => {
    expect(await judge(loader, app, LIB)).toEqual([
      'lost-interpreter app/main: its loader is not there any more: /lib/ld.so',
    ]);
  });

  test('never was there', async () => {
    expect(await judge(LIB, app, LIB)).toEqual([]);
  });
});
