import { expect, test } from 'vitest';
import { hasPackageDatabase } from '../../../src/checks/judging/package-databases.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { dir, file, layer, scanBytes, symlink, whiteout } from '../../support/layers.ts';

const has = async (...items: readonly TarItem[]) => hasPackageDatabase((await scanBytes(layer(items))).facts);

test.each([
  'var/lib/dpkg/status',
  'var/lib/dpkg/status.d/base',
  'lib/apk/db/installed',
  'usr/lib/apk/db/installed',
  'var/lib/rpm/rpmdb.sqlite',
  'usr/lib/sysimage/rpm/Packages.db',
  'var/lib/pacman/local/a-1/desc',
])('%s tells that packages were installed, wherever it comes in the layer', async (path) => {
  expect(await has(file(path, 'x'))).toBe(true);
  expect(await has(dir(''), file('a', 'x'), file(path, 'x'), file('z', 'x'))).toBe(true);
});

test('what only looks like one does not', async () => {
  expect(await has()).toBe(false);
  expect(await has(file('srv/var/lib/dpkg/status', 'x'))).toBe(false);
  // Two paths that together read like one.
  expect(await has(file('var/lib', 'x'), file('/dpkg/status', 'x'))).toBe(false);
  expect(
    await has(whiteout('var/lib/dpkg/status'), dir('var/lib/rpm'), symlink('lib/apk/db/installed', 'x')),
  ).toBe(false);
});

test('many paths that hold the name are looked at in time', async () => {
  const items = Array.from({ length: 30_000 }, (_, i) => file(`${i}/var/lib/dpkg/status`, 'x'));
  const { facts } = await scanBytes(layer(items));
  const started = performance.now();
  expect(hasPackageDatabase(facts)).toBe(false);
  expect(performance.now() - started).toBeLessThan(20_000);
});
