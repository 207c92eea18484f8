import { expect, test } from 'vitest';
import { opkgControl, opkgStatus } from '../../../../src/contents/packages/opkg/opkg-status.ts';
import { lines, readPackages } from '../read-packages.ts';

test('the status: installed ones and their marks', () => {
  const text = lines(
    ...['Package: libc', 'Version: 1.2.3-4', 'Status: install hold installed', 'Essential: yes'],
    ...['Architecture: x86_64', 'Installed-Time: 1700000000', 'Auto-Installed: yes', ''],
    ...['Package: gone', 'Version: 1', 'Status: deinstall ok not-installed', ''],
  );
  expect(readPackages(opkgStatus, text)).toMatchObject([
    {
      type: 'opkg',
      name: 'libc',
      version: '1.2.3-4',
      architecture: 'x86_64',
      fields: { Essential: 'yes', 'Auto-Installed': 'yes' },
      files: { kind: 'elsewhere' },
    },
  ]);
  expect(readPackages(opkgStatus, '')).toEqual([]);
  expect(readPackages(opkgStatus, 'x')).toBeUndefined();
});

test.each<readonly [string, number]>([
  ['installed', 1],
  ['unpacked', 1],
  ['post-inst-failed', 1],
  ['removal-failed', 1],
  ['config-files', 0],
  ['not-installed', 0],
])('of the state %s, %i is there', (state, count) => {
  expect(readPackages(opkgStatus, `Package: a\nStatus: install user ${state}\n`)).toHaveLength(count);
});

test('a control file of OpenWrt and one of Yocto', () => {
  const openwrt = lines(
    ...['Package: busybox', 'Version: 1.36.1-1', 'Depends: libc', 'Source: package/utils/busybox'],
    ...[
      'SourceName: busybox',
      'License: GPL-2.0',
      'Section: base',
      'Architecture: x86_64',
      'Installed-Size: 245760',
    ],
  );
  expect(readPackages(opkgControl, openwrt)).toMatchObject([
    { name: 'busybox', source: '', licence: 'GPL-2.0', claimedBytes: 245_760, fields: { Depends: 'libc' } },
  ]);
  const yocto = lines('Package: libz1', 'Version: 1.3-r0', 'Source: zlib_1.3.bb', 'License: Zlib');
  expect(readPackages(opkgControl, yocto)).toMatchObject([{ name: 'libz1', source: 'zlib_1.3.bb' }]);
  expect(readPackages(opkgControl, '')).toBeUndefined();
});
