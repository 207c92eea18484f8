import { expect, test } from 'vitest';
import { readOpkgList } from '../../../../src/contents/packages/opkg/opkg-list.ts';
import { lines, splitPaths } from '../read-packages.ts';

test('paths alone, and paths with a mode and a target', () => {
  const text = lines('/bin/busybox', '/usr/bin/[\t0120777\t../../bin/busybox', '', '\t0644');
  expect(splitPaths(readOpkgList(text))).toEqual(['bin/busybox', 'usr/bin/[']);
});
