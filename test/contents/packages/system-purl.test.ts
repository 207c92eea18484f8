import { expect, test } from 'vitest';
import type { Distribution } from '../../../src/contents/packages/inventory.ts';
import { BARE_RECORD, type PackageRecord } from '../../../src/contents/packages/package-record.ts';
import { makeSystemPurl } from '../../../src/contents/packages/system-purl.ts';

const distribution = (id: string, versionId: string): Distribution => ({
  id,
  idLike: [],
  versionId,
  codename: '',
});
const record = (
  type: PackageRecord['type'],
  name: string,
  version: string,
  more: Partial<PackageRecord> = {},
): PackageRecord => ({
  ...BARE_RECORD,
  type,
  name,
  version,
  files: { kind: 'elsewhere' },
  ...more,
});

test.each<readonly [string, PackageRecord, Distribution | null]>([
  // As syft writes them for a Debian root, but for the colon, which the spec leaves as it is.
  [
    'pkg:deb/debian/curl@7.88.1-10?arch=amd64&distro=debian-12',
    record('deb', 'curl', '7.88.1-10', { architecture: 'amd64' }),
    distribution('debian', '12'),
  ],
  [
    'pkg:deb/debian/libcap2@1%3A2.66-4%2Bdeb12u3%2Bb1?arch=amd64&distro=debian-12&upstream=libcap2%401%3A2.66-4%2Bdeb12u3',
    record('deb', 'libcap2', '1:2.66-4+deb12u3+b1', {
      architecture: 'amd64',
      source: 'libcap2',
      sourceVersion: '1:2.66-4+deb12u3',
    }),
    distribution('debian', '12'),
  ],
  [
    'pkg:deb/debian/libstdc%2B%2B6@12.2.0-14?arch=amd64&distro=debian&upstream=gcc-12',
    record('deb', 'libstdc++6', '12.2.0-14', { architecture: 'amd64', source: 'gcc-12' }),
    distribution('debian', ''),
  ],
  ['pkg:deb/a@1', record('deb', 'a', '1'), null],
  [
    'pkg:apk/alpine/libcrypto3@3.1.4-r5?arch=x86_64&distro=alpine-3.19.1&upstream=openssl',
    record('apk', 'libcrypto3', '3.1.4-r5', { architecture: 'x86_64', source: 'openssl' }),
    distribution('alpine', '3.19.1'),
  ],
  [
    'pkg:rpm/redhat/NetworkManager@1.42.2-1.el9?arch=x86_64&distro=rhel-9.2&epoch=1&upstream=NetworkManager-1.42.2-1.el9.src.rpm',
    record('rpm', 'NetworkManager', '1:1.42.2-1.el9', {
      architecture: 'x86_64',
    }),
    distribution('rhel', '9.2'),
  ],
  [
    'pkg:rpm/opensuse/libzypp@1.14-1?distro=opensuse-leap-15.5&upstream=zypper-1.15-1.src.rpm',
    record('rpm', 'libzypp', '1.14-1', { source: 'zypper', sourceVersion: '1.15-1' }),
    distribution('opensuse-leap', '15.5'),
  ],
  [
    'pkg:opkg/openwrt/busybox@1.36.1-1?arch=x86_64&distro=openwrt-23.05.2',
    record('opkg', 'busybox', '1.36.1-1', { architecture: 'x86_64' }),
    distribution('openwrt', '23.05.2'),
  ],
])('%s', (expected, of, where) => {
  expect(makeSystemPurl(of, where)).toBe(expected);
});
