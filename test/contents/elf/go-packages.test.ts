import { describe, expect, test } from 'vitest';
import { listGoPackages } from '../../../src/contents/elf/go-packages.ts';
import { BARE_RECORD } from '../../../src/contents/packages/package-record.ts';
import { captureElf } from '../../support/capture-elf.ts';
import { type MadeElf, makeElf } from '../../support/elf-files.ts';
import { makeInlineBuildInfo, makePointedBuildInfo } from '../../support/go-build-info.ts';

/** Programs of Go have a section for it. */
const GO = { type: 2, dataName: '.go.buildinfo' } as const;

const TEXT = `path\texample.org/app/cmd/serve
mod\texample.org/app\tv1.2.3\th1:aaa=
dep\tgithub.com/spf13/cobra\tv1.8.0\th1:bbb=
dep\tgithub.com/old/thing\tv1.0.0
=>\tgithub.com/new/thing\tv2.0.0\th1:ccc=
dep\texample.org/local\tv0.0.0
=>\t./local\t(devel)\t
build\t-buildmode=exe
build\t-ldflags="-X \\"main.v=1 2\\"\\t\\u00e9"
build\tGOARCH=amd64
`;

const NAMES = [
  'example.org/app@v1.2.3',
  'github.com/spf13/cobra@v1.8.0',
  'github.com/new/thing@v2.0.0',
  'example.org/local@',
  'stdlib@1.22.3',
];

function namesOf(goVersion: string, text: string): readonly string[] {
  return listGoPackages({ goVersion, text }).map(({ name, version }) => `${name}@${version}`);
}

describe('build info', () => {
  test('names the main module with its settings, the dependencies and the standard library', () => {
    expect(namesOf('go1.22.3', TEXT)).toEqual(NAMES);
    expect(listGoPackages({ goVersion: 'go1.22.3', text: TEXT })[0]).toEqual({
      ...BARE_RECORD,
      type: 'golang',
      name: 'example.org/app',
      version: 'v1.2.3',
      fields: {
        path: 'example.org/app/cmd/serve',
        '-buildmode': 'exe',
        '-ldflags': '-X "main.v=1 2"\té',
        GOARCH: 'amd64',
      },
      files: { kind: 'itself' },
    });
  });

  test.each<readonly [what: string, goVersion: string, text: string, names: readonly string[]]>([
    ['no modules', 'go1.22', '', ['stdlib@1.22']],
    ['a package of no module', 'go1.22', 'path\tcmd/go\n', ['cmd/go@', 'stdlib@1.22']],
    [
      'files of no package',
      'go1.22',
      'path\tcommand-line-arguments\ndep\tx.org/a\t(devel)\n',
      ['x.org/a@', 'stdlib@1.22'],
    ],
    ['a toolchain of no release', 'devel go1.23-a1b2c3 Mon', 'path\tp\nmod\tm\tv1\n', ['m@v1']],
    ['experiments', 'go1.24.0 X:boringcrypto', '', ['stdlib@1.24.0']],
    ['the main module twice', 'go1.22', 'mod\tm\tv1\ndep\tm\tv1\n', ['m@v1', 'stdlib@1.22']],
    ['damaged lines', 'go1.22', '=>\ta\tb\tc\nmod\nbuild\t=\ndep\t\t\ndep\tx\n\n\t\n', ['x@', 'stdlib@1.22']],
  ])('%s', (_, goVersion, text, names) => {
    expect(namesOf(goVersion, text)).toEqual(names);
  });

  test('keys and values may be quoted in either way', () => {
    const text =
      'path\tp\nbuild\t"a b"=`c d`\nbuild\tx=\nbuild\ty="\\x41\\101\\U0001F600\\""\nbuild\tz=a=b\n';
    expect(listGoPackages({ goVersion: '', text })[0]!.fields).toEqual({
      path: 'p',
      'a b': 'c d',
      x: '',
      y: 'AA\u{1F600}"',
      z: 'a=b',
    });
  });
});

describe('a program of Go', () => {
  const encodings = [true, false].flatMap((is64) =>
    [true, false].map((isBigEndian) => ({ is64, isBigEndian })),
  );

  test.each(encodings)('has its build info inline: %o', (encoding) => {
    for (const hasSections of [true, false]) {
      const data = makeInlineBuildInfo('go1.22.3', TEXT);
      const { facts } = captureElf(makeElf({ ...encoding, ...GO, isGo: true, data, hasSections }));
      expect(facts!.packages.map(({ name, version }) => `${name}@${version}`)).toEqual(NAMES);
      expect(facts!.unread).toEqual([]);
    }
  });

  test.each(encodings)('has pointers to it: %o', (encoding) => {
    const made: MadeElf = { ...encoding, ...GO, isGo: true };
    const mark = Buffer.from('here the data is');
    const dataOffset = makeElf({ ...made, data: mark }).indexOf(mark);
    const data = makePointedBuildInfo('go1.22.3', TEXT, dataOffset, made);
    const { facts } = captureElf(makeElf({ ...made, data }));
    expect(facts!.packages.map(({ name, version }) => `${name}@${version}`)).toEqual(NAMES);
  });

  test('is passed over where the magic number is out of line', () => {
    const data = Buffer.concat([Buffer.alloc(8), makeInlineBuildInfo('go1.22.3', TEXT)]);
    expect(captureElf(makeElf({ ...GO, data })).facts).toMatchObject({ packages: [], unread: [] });
    const twice = Buffer.concat([
      data,
      Buffer.alloc((8 - (data.length % 16) + 24) % 16),
      makeInlineBuildInfo('go1.2', ''),
    ]);
    const at = twice.lastIndexOf('\xff Go', undefined, 'latin1');
    const fitting = Buffer.concat([
      twice.subarray(0, at),
      Buffer.alloc((16 - (at % 16)) % 16),
      twice.subarray(at),
    ]);
    expect(
      captureElf(makeElf({ ...GO, data: fitting })).facts!.packages.map(({ version }) => version),
    ).toEqual(['1.2']);
  });

  test('says so where its build info was not kept or is damaged', () => {
    const far = Buffer.concat([
      Buffer.alloc(5_000_000 - (5_000_000 % 16)),
      makeInlineBuildInfo('go1.22.3', TEXT),
    ]);
    const cut = makeInlineBuildInfo('go1.22.3', TEXT).subarray(0, 200);
    for (const data of [far, cut])
      expect(captureElf(makeElf({ ...GO, isGo: true, data, hasSections: false })).facts).toMatchObject({
        packages: [],
        unread: ['Go build info'],
      });
  });
});
