import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apkInstalled } from '../../../src/contents/packages/apk/apk-installed.ts';
import { readApkWorld } from '../../../src/contents/packages/apk/apk-world.ts';
import { readExtendedStates } from '../../../src/contents/packages/apt/apt-extended-states.ts';
import { installsRecommends, readAptSettings } from '../../../src/contents/packages/apt/apt-settings.ts';
import { readAptSources } from '../../../src/contents/packages/apt/apt-sources.ts';
import { readChiselManifest } from '../../../src/contents/packages/chisel/chisel-manifest.ts';
import { readChiselWall } from '../../../src/contents/packages/chisel/chisel-wall.ts';
import { readAlternative } from '../../../src/contents/packages/dpkg/dpkg-alternatives.ts';
import { readDiversions } from '../../../src/contents/packages/dpkg/dpkg-diversions.ts';
import {
  readDpkgConffiles,
  readDpkgList,
  readDpkgMd5sums,
} from '../../../src/contents/packages/dpkg/dpkg-info.ts';
import { dpkgStatus } from '../../../src/contents/packages/dpkg/dpkg-status.ts';
import { readOpkgList } from '../../../src/contents/packages/opkg/opkg-list.ts';
import { readOsRelease } from '../../../src/contents/packages/os-release.ts';
import { SYSTEM_PARSERS } from '../../../src/contents/packages/system-parsers.ts';
import { zstdFrame, zstdZeros } from '../../support/zstd-frames.ts';
import { readPackages } from './read-packages.ts';

const READERS: Readonly<Record<string, (content: Uint8Array) => unknown>> = {
  ...Object.fromEntries(
    SYSTEM_PARSERS.map((parser) => [parser.id, (content: Uint8Array) => parser.parse(content, 'x')]),
  ),
  readApkWorld,
  readExtendedStates,
  readAptSettings,
  installsRecommends: (content) => installsRecommends([content]),
  readAptSources: (content) => [readAptSources(content, 'x.list'), readAptSources(content, 'x.sources')],
  readChiselWall,
  readAlternative: (content) => readAlternative(content, 'x'),
  readDiversions,
  readDpkgConffiles,
  readDpkgList,
  readDpkgMd5sums,
  readOpkgList,
  readOsRelease,
};

/** Text that is nearly right: the words of all formats in any order. */
const piece = fc.constantFrom(
  ...[
    'Package: a',
    'Status: install ok installed',
    'Version: 1',
    'Source: (',
    'Installed-Size: 9e9',
    ' ',
    '\t',
    ':',
    '\n',
    '\r\n',
  ],
  ...[
    'P:a',
    'V:1',
    'F:usr',
    'R:x',
    'F:',
    'R:',
    'I:-1',
    '/',
    '/.',
    'auto',
    'manual',
    '{',
    '}',
    ';',
    '"',
    '/*',
    '*/',
    '//',
    '#',
    '\\',
  ],
  ...[
    'deb [',
    ']',
    'Types: deb',
    'URIs: x',
    'ID=',
    "'",
    '{"jsonwall":"1.0"}',
    '{"kind":"package","name":"a"}',
    '\0',
    '\ufeff',
    'é',
  ],
  ...['__proto__: x', 'd41d8cd98f00b204e9800998ecf8427e  a', '{"kind":"path","path":"/x","slices":["a_b"]}'],
);
const nearlyRight = fc.array(piece, { maxLength: 60 }).map((pieces) => Buffer.from(pieces.join('')));
const content = fc.oneof(
  nearlyRight,
  fc.uint8Array({ maxLength: 400 }),
  nearlyRight.map((it) => it.subarray(0, -1)),
);

describe.each(Object.entries(READERS))('%s', (_name, read) => {
  test('never throws', () => {
    fc.assert(
      fc.property(content, (bytes) => {
        read(bytes);
      }),
      { numRuns: 300 },
    );
  });

  // Each of these took minutes or gigabytes in some parser that was not written for it.
  const MEBIBYTE = 1024 * 1024;
  test.each<readonly [string, Buffer]>([
    ['no line end', Buffer.alloc(MEBIBYTE, 'a')],
    ['nothing but line ends', Buffer.alloc(MEBIBYTE, '\n')],
    ['lines without a colon', Buffer.alloc(MEBIBYTE, 'a\n')],
    ['nothing but blanks', Buffer.alloc(MEBIBYTE, ' ')],
    [
      'a field that never ends',
      Buffer.concat([Buffer.from('Package: a\nDepends: b\n'), Buffer.alloc(MEBIBYTE, ' c\n')]),
    ],
    ['bytes that are no UTF-8', Buffer.alloc(MEBIBYTE, 0xc0)],
    ['fields that are no UTF-8', Buffer.alloc(MEBIBYTE, Buffer.from('P:\xc0\xc0\n\n', 'latin1'))],
    ['open braces', Buffer.alloc(MEBIBYTE, 'a{')],
    ['open comments', Buffer.alloc(MEBIBYTE, '/*')],
    ['open quotes', Buffer.alloc(MEBIBYTE, '" ')],
    ['slashes', Buffer.alloc(MEBIBYTE, '/')],
    ['nested JSON', Buffer.concat([Buffer.from('{"jsonwall":"1.0"}\n'), Buffer.alloc(MEBIBYTE, '[')])],
  ])('takes no time over %s', (_case, bytes) => {
    // Of the processor, because other tests want it too.
    const before = process.cpuUsage();
    read(bytes);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(15);
  });
});

test('a long folder with many names is no database: its paths would fill the memory', () => {
  const folder = `F:${'a'.repeat(500_000)}\n`;
  expect(readPackages(apkInstalled, `P:a\n${folder}${'R:x\n'.repeat(100_000)}`)).toBeUndefined();
  // Long but possible names are read.
  expect(readPackages(apkInstalled, `P:a\nF:${'a'.repeat(4000)}\n${'R:x\n'.repeat(10)}`)).toHaveLength(1);
});

test('a path of very many packages is no manifest, nor is a package that is named very often', () => {
  const header = '{"jsonwall":"1.0"}\n';
  const names = Array.from({ length: 5000 }, (_, i) => `p${i}`);
  const path = (slices: readonly string[]): string =>
    `${JSON.stringify({ kind: 'path', path: `/${'x'.repeat(500_000)}`, slices })}\n`;
  const packages = names.map((name) => `{"kind":"package","name":"${name}"}\n`).join('');
  expect(
    readChiselWall(Buffer.from(header + packages + path(names.map((name) => `${name}_s`)))),
  ).toBeUndefined();
  const again = '{"kind":"package","name":"a"}\n'.repeat(5000);
  expect(readChiselWall(Buffer.from(header + again + path(['a_s'])))).toBeUndefined();
});

test('a manifest that grows without end is given up', async () => {
  expect(await readChiselManifest(zstdZeros(2000))).toBeUndefined();
  expect(await readChiselManifest(zstdFrame(Buffer.alloc(1000, 0xff)))).toBeUndefined();
});

test('blocks within blocks do not make long names of short ones', () => {
  const open = Buffer.alloc(400_000, 'aaaa{');
  const settings = readAptSettings(Buffer.concat([open, Buffer.alloc(400_000, 'b c;')]));
  expect(settings).toEqual([]);
});

test('names of objects that every object has are names like others', () => {
  const [record] = readPackages(
    dpkgStatus,
    '__proto__: x\nconstructor: y\nPackage: __proto__\nStatus: a b installed\n',
  )!;
  expect(record).toMatchObject({ name: '__proto__', fields: {} });
});
