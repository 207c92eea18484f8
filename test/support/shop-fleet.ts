// A fleet of four images on disk, on one Debian: two with the same runtime, installed in another order, one on top of another, and one of
// its own. Layers are stored plain, so that a package takes what its files do.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { type DebianPackage, debianPackages } from './debian-packages.ts';
import { file, layer, makeLayout } from './layers.ts';

/** What images say that they stand on. */
export const SHOP_BASE = 'registry.example/debian:12';

const LIBC: DebianPackage = { name: 'libc6', files: { 'usr/lib/libc.so.6': 60_000 } };
const RUNTIME: DebianPackage = {
  name: 'nodejs',
  files: { 'usr/bin/node': 400_000 },
  fields: { Depends: 'libnode, libc6' },
};
const LIBRARY: DebianPackage = {
  name: 'libnode',
  files: { 'usr/lib/libnode.so': 500_000 },
  isAutomatic: true,
};
const CURL: DebianPackage = { name: 'curl', files: { 'usr/bin/curl': 200_000 } };
const GIT: DebianPackage = { name: 'git', section: 'vcs', files: { 'usr/bin/git': 300_000 } };

const OS = [file('etc/os-release', 'ID=debian\nVERSION_ID="12"\n'), ...debianPackages(LIBC)];

/** Writes its images as folders beside each other, and gives the folder: `api`, `api-debug`, `web` and `other`. */
export async function writeShop(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const api = [OS, debianPackages(LIBC, LIBRARY, RUNTIME), withCurl(), app('api')];
  const images = {
    api,
    'api-debug': [...api, debianPackages(LIBC, LIBRARY, RUNTIME, CURL, GIT)],
    web: [OS, debianPackages(LIBC, CURL), debianPackages(LIBC, CURL, LIBRARY, RUNTIME), app('web')],
    other: [OS, app('other')],
  };
  for (const [name, layers] of Object.entries(images)) {
    const steps = layers.map((items) => ({ tar: layer(items), compression: 'plain' as const }));
    const stage = name.endsWith('-debug') ? 'debug' : 'live';
    const run = { Labels: { 'org.opencontainers.image.base.name': SHOP_BASE, stage } };
    await makeLayout(join(folder, name), steps, { run, refName: `shop/${name}:1` });
  }
  return folder;

  function withCurl(): readonly TarItem[] {
    return onlyNew(debianPackages(LIBC, LIBRARY, RUNTIME, CURL), 'usr/bin/curl');
  }
}

/** The database, and of the files only this one. */
function onlyNew(items: readonly TarItem[], path: string): readonly TarItem[] {
  return items.filter((item) => !String(item.path).startsWith('usr/') || item.path === path);
}

function app(name: string): readonly TarItem[] {
  return [file(`srv/${name}`, `${name} `.repeat(2000))];
}
