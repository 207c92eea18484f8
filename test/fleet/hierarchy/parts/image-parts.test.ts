// What is kept of an image: what could move to another, with the layer that brought it, and what each layer carries without need.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readImage } from '../../../../src/contents/read-image.ts';
import { type ImageParts, takeParts } from '../../../../src/fleet/hierarchy/parts/image-parts.ts';
import { openImage } from '../../../../src/oci/open-image.ts';
import type { TarItem } from '../../../../src/oci/tar/write-tar.ts';
import { type DebianPackage, debianPackages } from '../../../support/debian-packages.ts';
import { makeTemporaryFolder } from '../../../support/image-files.ts';
import { file, layer, link, makeLayout, whiteout } from '../../../support/layers.ts';

async function partsOf(...layers: readonly (readonly TarItem[])[]): Promise<ImageParts> {
  const folder = join(makeTemporaryFolder(), 'image');
  // Plain, so that every entry takes what it holds.
  const steps = layers.map((items) => ({ tar: layer(items), compression: 'plain' as const }));
  await makeLayout(folder, steps, { run: { Labels: { team: 'shop' } } });
  const image = await openImage(`oci:${folder}`, {});
  try {
    return takeParts(await readImage(image, { workers: 0 }));
  } finally {
    await image.close();
  }
}

const RELEASE = file('etc/os-release', 'ID=debian\nVERSION_ID="12"\n');
const LIBC: DebianPackage = { name: 'libc6', files: { 'lib/libc.so.6': 40_000 } };
const CURL: DebianPackage = {
  name: 'curl',
  files: { 'usr/bin/curl': 70_000 },
  fields: { Depends: 'libc6, awk', Recommends: 'ca-certificates' },
};
const MAWK: DebianPackage = { name: 'mawk', files: { 'usr/bin/mawk': 20_000 }, fields: { Provides: 'awk' } };
const GAWK: DebianPackage = { name: 'gawk', files: { 'usr/bin/gawk': 30_000 }, fields: { Provides: 'awk' } };
const LARGE = 'x'.repeat(1_000_000);

const byName = ({ parts }: ImageParts, name: string) => parts.find((part) => part.name === name)!;
const namesOf = ({ parts }: ImageParts, indexes: readonly number[]) =>
  indexes.map((index) => parts[index]!.name).sort();

test('packages are told with their layer, their bytes and what they cannot be without', async () => {
  const parts = await partsOf(
    [RELEASE, ...debianPackages(LIBC)],
    debianPackages(LIBC, MAWK, { ...CURL, isAutomatic: true }).filter(({ path }) => path !== 'lib/libc.so.6'),
  );
  expect(parts).toMatchObject({ labels: { team: 'shop' }, distribution: 'debian 12' });
  expect(byName(parts, 'libc6')).toMatchObject({ kind: 'package', type: 'deb', version: '1-1', layer: 0 });
  const curl = byName(parts, 'curl');
  expect(curl).toMatchObject({ layer: 1, isAutomatic: true, architecture: 'amd64' });
  expect(curl.bytes).toBeGreaterThanOrEqual(70_000);
  expect(curl.bytes).toBeLessThan(75_000);
  expect(namesOf(parts, curl.requires)).toEqual(['libc6', 'mawk']);
  expect(parts.layerBytes).toHaveLength(2);
});

test('of several providers none is required, since another may be there elsewhere', async () => {
  const parts = await partsOf([RELEASE, ...debianPackages(LIBC, MAWK, GAWK, CURL)]);
  expect(namesOf(parts, byName(parts, 'curl').requires)).toEqual(['libc6']);
});

test('a package that is removed but for its settings is none, and positions of the others still hold', async () => {
  const gone: DebianPackage = {
    name: 'attr',
    files: {},
    fields: { Status: 'deinstall ok config-files' },
  };
  const parts = await partsOf([RELEASE, ...debianPackages(gone, LIBC, MAWK, CURL)]);
  expect(parts.parts.map(({ name }) => name).sort()).toEqual(['curl', 'libc6', 'mawk']);
  expect(namesOf(parts, byName(parts, 'curl').requires)).toEqual(['libc6', 'mawk']);
});

test('large files of nobody are told once, but for what package managers write', async () => {
  const parts = await partsOf(
    [RELEASE, ...debianPackages({ name: 'big', files: { 'usr/lib/big.so': 1_500_000 } })],
    [
      file('opt/model', LARGE),
      link('opt/same', 'opt/model'),
      file('opt/less', LARGE.slice(1)),
      file('var/cache/made', LARGE),
      file('var/lib/dpkg/extra', LARGE),
    ],
  );
  const files = parts.parts.filter(({ kind }) => kind === 'file');
  expect(files).toMatchObject([{ type: 'file', name: 'opt/model', layer: 1, requires: [], roles: [] }]);
  expect(files[0]!.bytes).toBeGreaterThanOrEqual(1_000_000);
});

test('a file is another one where its content or mode is, and the same in another layer', async () => {
  const versionOf = async (...items: readonly TarItem[]) =>
    (await partsOf([RELEASE], ...items.map((item) => [item]))).parts.at(-1)!.version;
  const plain = await versionOf(file('opt/model', LARGE));
  expect(await versionOf(file('etc/x', 'x'), file('opt/model', LARGE, { mtimeSeconds: 9 }))).toBe(plain);
  expect(await versionOf(file('opt/model', LARGE, { mode: 0o755 }))).not.toBe(plain);
  expect(await versionOf(file('opt/model', LARGE, { uid: 7 }))).not.toBe(plain);
  expect(await versionOf(file('opt/model', `${LARGE.slice(1)}y`))).not.toBe(plain);
});

test("a language's packages count where any image has them, not in an application's folder", async () => {
  const manifest = (name: string) => JSON.stringify({ name, version: '1.2.3' });
  const parts = await partsOf([
    RELEASE,
    file('usr/lib/node_modules/npm/package.json', manifest('npm')),
    file('usr/lib/node_modules/npm/node_modules/inner/package.json', manifest('inner')),
    file('srv/app/node_modules/express/package.json', manifest('express')),
  ]);
  expect(parts.parts.map(({ type, name }) => `${type} ${name}`)).toEqual(['npm npm']);
});

test("a language's package that a distribution's brings is no thing of its own", async () => {
  const acorn = 'usr/share/nodejs/acorn/package.json';
  const parts = await partsOf([
    RELEASE,
    ...debianPackages({ name: 'node-acorn', files: { [acorn]: 10 } }).filter(({ path }) => path !== acorn),
    file(acorn, JSON.stringify({ name: 'acorn', version: '8.8.1' })),
    file('usr/share/nodejs/loose/package.json', JSON.stringify({ name: 'loose', version: '1.0.0' })),
  ]);
  expect(parts.parts.map(({ type, name }) => `${type} ${name}`)).toEqual(['deb node-acorn', 'npm loose']);
});

test('lists and caches of package managers are summed for each layer, also where a later layer hides them', async () => {
  const parts = await partsOf(
    [RELEASE, file('var/lib/apt/lists/one', LARGE), file('var/lib/apt/extended_states', LARGE)],
    [file('var/cache/apt/archives/x.deb', LARGE), file('var/cache/debconf/config.dat', LARGE)],
    [whiteout('var/lib/apt/lists/one'), file('srv/var/lib/apt/lists/one', LARGE)],
  );
  const [first, second, third] = parts.layerLeftovers;
  for (const bytes of [first!, second!]) {
    expect(bytes).toBeGreaterThanOrEqual(1_000_000);
    expect(bytes).toBeLessThan(1_010_000);
  }
  expect(third).toBe(0);
});
