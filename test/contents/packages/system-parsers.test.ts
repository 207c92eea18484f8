import { expect, test } from 'vitest';
import { SYSTEM_PARSERS } from '../../../src/contents/packages/system-parsers.ts';

/** The parsers that a path is offered to and that match it. */
function parsersOf(path: string): readonly string[] {
  const [name, folder] = [path.split('/').at(-1)!, path.split('/').at(-2)];
  const isOffered = ({ names, endings, folders = [] }: (typeof SYSTEM_PARSERS)[number]): boolean =>
    names.includes(name) ||
    endings.some((ending) => name.endsWith(ending)) ||
    (folder !== undefined && folders.includes(folder));
  const matching = SYSTEM_PARSERS.filter((parser) => parser.matches(path));
  expect(matching.every(isOffered), path).toBe(true);
  return matching.map(({ id }) => id);
}

test.each<readonly [path: string, id: string]>([
  ['etc/os-release', 'os-release'],
  ['usr/lib/os-release', 'os-release'],
  ['var/lib/dpkg/status', 'dpkg-status'],
  ['srv/chroot/var/lib/dpkg/status', 'dpkg-status'],
  ['var/lib/dpkg/status.d/libssl3', 'dpkg-status-folder'],
  ['var/lib/dpkg/status.d/libstdc++6', 'dpkg-status-folder'],
  ['var/lib/dpkg/status.d/python3.11', 'dpkg-status-folder'],
  ['var/lib/dpkg/status.d/libssl3.md5sums', 'dpkg-md5sums'],
  ['var/lib/dpkg/info/libc6:amd64.list', 'dpkg-list'],
  ['var/lib/dpkg/info/libc6:amd64.md5sums', 'dpkg-md5sums'],
  ['var/lib/dpkg/info/libc6:amd64.conffiles', 'dpkg-conffiles'],
  ['var/lib/dpkg/diversions', 'dpkg-diversions'],
  ['var/lib/dpkg/alternatives/editor', 'dpkg-alternatives'],
  ['var/lib/apt/extended_states', 'apt-extended-states'],
  ['etc/apt/apt.conf', 'apt-settings'],
  ['etc/apt/apt.conf.d/01autoremove', 'apt-settings'],
  ['etc/apt/apt.conf.d/docker-clean', 'apt-settings'],
  ['etc/apt/apt.conf.d/99.lean.conf', 'apt-settings'],
  ['etc/apt/sources.list', 'apt-sources'],
  ['etc/apt/sources.list.d/debian.sources', 'apt-sources'],
  ['etc/apt/sources.list.d/nodesource.list', 'apt-sources'],
  ['lib/apk/db/installed', 'apk-installed'],
  ['usr/lib/apk/db/installed', 'apk-installed'],
  ['etc/apk/world', 'apk-world'],
  ['usr/lib/opkg/status', 'opkg-status'],
  ['var/lib/opkg/status', 'opkg-status'],
  ['usr/lib/opkg/info/busybox.control', 'opkg-control'],
  ['usr/lib/opkg/info/busybox.list', 'opkg-list'],
  ['var/lib/chisel/manifest.wall', 'chisel-manifest'],
])('%s is read by %s alone', (path, id) => {
  expect(parsersOf(path)).toEqual([id]);
});

test.each([
  'var/lib/dpkg/status-old',
  'var/lib/dpkg/diversions-old',
  'var/lib/dpkg/info/libc6:amd64.postinst',
  'var/lib/dpkg/info/format',
  'etc/alternatives/editor',
  'etc/apt/apt.conf.d/20listchanges.dpkg-old',
  'etc/apt/sources.list.d/x.list.save',
  'home/u/os-release',
  'lib/apk/db/scripts.tar',
  'status',
  'world',
])('%s is read by none', (path) => {
  expect(parsersOf(path)).toEqual([]);
});

test('ids are each one parser', () => {
  expect(new Set(SYSTEM_PARSERS.map(({ id }) => id)).size).toBe(SYSTEM_PARSERS.length);
});
