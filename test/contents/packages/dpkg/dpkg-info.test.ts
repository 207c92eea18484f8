import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  readDpkgConffiles,
  readDpkgList,
  readDpkgMd5sums,
  readInfoFileName,
} from '../../../../src/contents/packages/dpkg/dpkg-info.ts';
import { lines, splitPaths } from '../read-packages.ts';

const SUM = 'd41d8cd98f00b204e9800998ecf8427e';

test('a list: slashes off, the root left out, spelling kept', () => {
  const text = lines('/.', '/usr', '/usr/share/a b', '//x', '', '/.config', '/..data');
  expect(splitPaths(readDpkgList(text))).toEqual(['usr', 'usr/share/a b', 'x', '.config', '..data']);
  expect(splitPaths(readDpkgList(Buffer.from('/usr\n/usr/bin')))).toEqual(['usr', 'usr/bin']);
  expect(splitPaths(readDpkgList(Buffer.from('/.\n')))).toEqual([]);
});

test('bytes of paths stay as they are', () => {
  expect(Buffer.from(readDpkgList(Buffer.from('/caf\xe9\n', 'latin1'))).toString('latin1')).toBe('caf\xe9');
});

test('checksums: both separators, spaces in names, lines that are none', () => {
  const text = lines(
    `${SUM}  usr/bin/a`,
    `${SUM} *usr/b c`,
    `${SUM}  ./d`,
    `\\${SUM}  e\\\\f`,
    'no sum',
    SUM,
    `${SUM}0  g`,
  );
  expect(splitPaths(readDpkgMd5sums(text))).toEqual(['usr/bin/a', 'usr/b c', 'd', 'e\\\\f']);
});

test('configuration files that go with an upgrade are left out', () => {
  const text = lines('/etc/a.conf', 'remove-on-upgrade /etc/b.conf', '/etc/c');
  expect(splitPaths(readDpkgConffiles(text))).toEqual(['etc/a.conf', 'etc/c']);
});

test('every list that dpkg can write is read', () => {
  const name = fc.stringMatching(/^[!-.0-~][ -.0-~]{0,9}$/).filter((text) => text !== '.' && text !== '..');
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
  fc.assert(
    fc.property(fc.array(path), (paths) => {
      const list = lines('/.', ...paths.map((it) => `/${it}`));
      expect(splitPaths(readDpkgList(list))).toEqual(paths);
      expect(splitPaths(readDpkgMd5sums(lines(...paths.map((it) => `${SUM}  ${it}`))))).toEqual(paths);
    }),
  );
});

test.each([
  ['var/lib/dpkg/info/libc6:amd64.list', 'libc6', 'amd64'],
  ['var/lib/dpkg/info/python3.11.md5sums', 'python3.11', ''],
  ['tzdata', 'tzdata', ''],
])('%s is of %s', (path, name, architecture) => {
  expect(readInfoFileName(path)).toEqual({ name, architecture });
});
