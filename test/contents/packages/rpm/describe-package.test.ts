import { describe, expect, test } from 'vitest';
import type { PackageRecord } from '../../../../src/contents/packages/package-record.ts';
import { describePackage } from '../../../../src/contents/packages/rpm/describe-package.ts';
import { TAG, TYPE } from '../../../../src/contents/packages/rpm/header-tags.ts';
import { PackageHeader } from '../../../../src/contents/packages/rpm/package-header.ts';
import { pathsOf } from '../../../support/made-rpm-databases.ts';
import { encodePackage, int32, type MadePackage, text, texts } from '../../../support/rpm-headers.ts';

const record = (made: MadePackage): PackageRecord | undefined =>
  describePackage(PackageHeader.read(encodePackage(made))!);

test('a whole package', () => {
  expect(
    record({
      name: 'bash',
      epoch: 2,
      version: '5.1',
      release: '3.el9',
      architecture: 'x86_64',
      sizeBytes: 0xf0000000,
      sourceRpm: 'shells-6-1.el9.src.rpm',
      license: 'GPLv3+',
      requires: [
        ['libc.so.6()(64bit)', 1 << 14, ''],
        ['filesystem', 12, '3'],
        ['glibc', 2, '1:3-4'],
        ['filesystem', 12, '3'],
        ['(a if b)', 0, ''],
      ],
      more: [
        texts(TAG.provideName, ['bash', 'sh']),
        int32(TAG.provideFlags, 8, 0),
        texts(TAG.provideVersion, ['2:5.1-3.el9', '']),
        texts(TAG.recommendName, ['docs']),
        int32(TAG.recommendFlags, 10),
        texts(TAG.recommendVersion, ['9']),
        { tag: TAG.group, type: TYPE.i18nString, value: ['System/Shells'] },
        text(TAG.vendor, 'Some'),
        text(TAG.modularityLabel, 'm:1'),
      ],
    }),
  ).toEqual({
    type: 'rpm',
    name: 'bash',
    version: '2:5.1-3.el9',
    architecture: 'x86_64',
    source: 'shells',
    sourceVersion: '6-1.el9',
    licence: 'GPLv3+',
    claimedBytes: 0xf0000000,
    fields: {
      Requires: 'libc.so.6()(64bit)\nfilesystem >= 3\nglibc < 1:3-4\n(a if b)',
      Provides: 'bash = 2:5.1-3.el9\nsh',
      Recommends: 'docs <= 9',
      Group: 'System/Shells',
      Vendor: 'Some',
      ModularityLabel: 'm:1',
    },
    files: { kind: 'paths', paths: new Uint8Array(0) },
  });
});

describe('versions and sources', () => {
  test('an epoch is told where it is stated, even 0', () => {
    expect(record({ name: 'a' })!.version).toBe('1.0-1');
    expect(record({ name: 'a', epoch: 0 })!.version).toBe('0:1.0-1');
  });

  test.each([
    ['a-1.0-1.src.rpm', '', ''],
    ['a-1.0-2.src.rpm', 'a', '1.0-2'],
    ['a-b-c-1.0-1.nosrc.rpm', 'a-b-c', '1.0-1'],
    ['(none)', '', ''],
    ['a-1.0.src.rpm', '', ''],
  ])('source %s', (sourceRpm, source, sourceVersion) => {
    expect(record({ name: 'a', sourceRpm })).toMatchObject({ source, sourceVersion });
  });

  test('sizes of 4 GiB and more', () => {
    const more = [{ tag: TAG.longSize, type: TYPE.int64, value: [5e9] }];
    expect(record({ name: 'a', more })!.claimedBytes).toBe(5e9);
  });
});

test('keys, and headers without name, version or release, are no packages', () => {
  expect(record({ name: 'gpg-pubkey', version: 'd4082792', release: '5b32db75' })).toBeUndefined();
  expect(record({ name: '' })).toBeUndefined();
  expect(record({ name: 'a', version: '' })).toBeUndefined();
  expect(record({ name: 'a', release: '' })).toBeUndefined();
});

describe('files', () => {
  const paths = (made: Omit<MadePackage, 'name'>): string[] => pathsOf(record({ name: 'a', ...made })!);

  test('are folder and name without the leading slash; the root is none', () => {
    expect(paths({ files: ['/etc', '/etc/a', '/usr/share/a b/ü', '/'] })).toEqual([
      'etc',
      'etc/a',
      'usr/share/a b/ü',
    ]);
  });

  test('ghosts were not brought; configuration and documentation were', () => {
    expect(paths({ files: ['/a', '/b', '/c'], fileFlags: [64 | 1, 1, 2] })).toEqual(['b', 'c']);
  });

  test('nor were files that were replaced, never installed, or of the other word size', () => {
    const files = ['/normal', '/replaced', '/not', '/net', '/color', '/unknown'];
    expect(paths({ files, fileStates: [0, 1, 2, 3, 4, 255] })).toEqual(['normal', 'net', 'unknown']);
  });

  test('of rpm 3 are whole paths', () => {
    expect(paths({ more: [texts(TAG.oldFileNames, ['/bin/a', '/etc'])] })).toEqual(['bin/a', 'etc']);
  });

  test('with a newline in the name are left out', () => {
    expect(paths({ files: ['/a\n/etc/passwd', '/b\nc/d', '/e'] })).toEqual(['e']);
  });

  test('are none where the lists do not fit', () => {
    const lists = (indexes: number[]) => [
      texts(TAG.dirNames, ['/a/', '/b/']),
      texts(TAG.baseNames, ['x', 'y']),
      int32(TAG.dirIndexes, ...indexes),
    ];
    expect(paths({ more: lists([0, 1]) })).toEqual(['a/x', 'b/y']);
    expect(paths({ more: lists([0]) })).toEqual([]);
    expect(paths({ more: lists([0, 2]) })).toEqual(['a/x']);
    expect(paths({ more: lists([0, 1]).slice(1) })).toEqual([]);
  });

  test('many of them', () => {
    const files = Array.from({ length: 20_000 }, (_, i) => `/usr/share/doc/package-${i % 100}/file-${i}`);
    expect(paths({ files })).toEqual(files.map((path) => path.slice(1)));
  });
});
