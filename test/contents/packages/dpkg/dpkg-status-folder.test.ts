import { expect, test } from 'vitest';
import { dpkgStatusFolder } from '../../../../src/contents/packages/dpkg/dpkg-status-folder.ts';
import { readPackages } from '../read-packages.ts';

test('a control file without a state is an installed package', () => {
  const found = readPackages(
    dpkgStatusFolder,
    'Package: tzdata\nVersion: 2024a-0+deb12u1\nArchitecture: all\n',
  );
  expect(found).toMatchObject([
    { type: 'deb', name: 'tzdata', version: '2024a-0+deb12u1', architecture: 'all' },
  ]);
});

test('a state counts where there is one', () => {
  expect(readPackages(dpkgStatusFolder, 'Package: a\nStatus: deinstall ok config-files\n')).toEqual([]);
  expect(readPackages(dpkgStatusFolder, 'Package: a\nStatus: install ok installed\n')).toHaveLength(1);
});

test('what is no control file is nothing', () => {
  expect(readPackages(dpkgStatusFolder, '')).toBeUndefined();
  expect(readPackages(dpkgStatusFolder, 'd41d8cd98f00b204e9800998ecf8427e  usr/bin/x\n')).toBeUndefined();
});
