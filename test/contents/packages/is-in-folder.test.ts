import { expect, test } from 'vitest';
import { isFileNamed, isInFolder } from '../../../src/contents/packages/is-in-folder.ts';

test.each<readonly [string, boolean]>([
  ['lib/dpkg/info/a.list', true],
  ['var/lib/dpkg/info/a.list', true],
  ['srv/root/var/lib/dpkg/info/a.list', true],
  ['xlib/dpkg/info/a.list', false],
  ['lib/dpkg/info/b/a.list', false],
  ['lib/dpkg/info', false],
  ['a.list', false],
  ['', false],
])('%s is in lib/dpkg/info: %s', (path, expected) => {
  expect(isInFolder(path, 'lib/dpkg/info')).toBe(expected);
});

test.each<readonly [string, boolean]>([
  ['lib/dpkg/status', true],
  ['var/lib/dpkg/status', true],
  ['var/xlib/dpkg/status', false],
  ['var/lib/dpkg/status-old', false],
  ['status', false],
])('%s is lib/dpkg/status: %s', (path, expected) => {
  expect(isFileNamed(path, 'lib/dpkg/status')).toBe(expected);
});
