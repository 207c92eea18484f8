import { expect, test } from 'vitest';
import { dpkgStatus, isPresent } from '../../../../src/contents/packages/dpkg/dpkg-status.ts';
import { lines, readPackages } from '../read-packages.ts';

test('all that a record says', () => {
  const text = lines(
    'Package: libstdc++6',
    'Essential: no',
    'Status: install ok installed',
    'Priority: optional',
    'Section: libs',
    'Installed-Size: 2705',
    'Maintainer: Debian GCC Maintainers <debian-gcc@lists.debian.org>',
    'Architecture: amd64',
    'Multi-Arch: same',
    'Source: gcc-12 (12.2.0-14)',
    'Version: 12.2.0-14+deb12u1',
    'Replaces: libstdc++6-12-dbg (<< 4.9.0-3)',
    'Depends: gcc-12-base (= 12.2.0-14+deb12u1),',
    ' libc6 (>= 2.36)',
    'Description: GNU Standard C++ Library v3',
    ' Depends: not this one',
    'Homepage: http://gcc.gnu.org/',
  );
  expect(readPackages(dpkgStatus, text)).toEqual([
    {
      type: 'deb',
      name: 'libstdc++6',
      version: '12.2.0-14+deb12u1',
      architecture: 'amd64',
      source: 'gcc-12',
      sourceVersion: '12.2.0-14',
      licence: '',
      claimedBytes: 2705 * 1024,
      fields: {
        Essential: 'no',
        Priority: 'optional',
        Section: 'libs',
        Maintainer: 'Debian GCC Maintainers <debian-gcc@lists.debian.org>',
        'Multi-Arch': 'same',
        Replaces: 'libstdc++6-12-dbg (<< 4.9.0-3)',
        Depends: 'gcc-12-base (= 12.2.0-14+deb12u1), libc6 (>= 2.36)',
      },
      files: { kind: 'elsewhere' },
    },
  ]);
});

test.each<readonly [source: string, name: string, version: string]>([
  ['glibc', 'glibc', ''],
  ['bash (5.2.15-2)', 'bash', '5.2.15-2'],
  ['libcap2 (1:2.66-4)', 'libcap2', '1:2.66-4'],
  ['odd 1.0', 'odd', ''],
  ['', '', ''],
])('source %s', (source, name, version) => {
  const [record] = readPackages(dpkgStatus, `Package: a\nStatus: install ok installed\nSource: ${source}\n`)!;
  expect(record).toMatchObject({ source: name, sourceVersion: version });
});

test.each<readonly [status: string | undefined, boolean]>([
  ['install ok installed', true],
  ['hold ok installed', true],
  ['deinstall ok installed', true],
  ['install reinstreq half-installed', true],
  ['install ok unpacked', true],
  ['install ok half-configured', true],
  ['install ok triggers-awaited', true],
  ['install ok triggers-pending', true],
  ['deinstall ok config-files', false],
  ['purge ok not-installed', false],
  ['install ok', false],
  ['', false],
  [undefined, false],
])('a package of the state %s is there: %s', (status, expected) => {
  expect(isPresent(status)).toBe(expected);
  const text = `Package: a\n${status === undefined ? '' : `Status: ${status}\n`}Version: 1\n`;
  expect(readPackages(dpkgStatus, text)).toHaveLength(expected ? 1 : 0);
});

test('an empty database is one; text that names no package is none', () => {
  expect(readPackages(dpkgStatus, '')).toEqual([]);
  expect(readPackages(dpkgStatus, 'ok\n')).toBeUndefined();
  expect(readPackages(dpkgStatus, 'Status: install ok installed\n')).toBeUndefined();
});
