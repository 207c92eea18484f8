// Layers in short: equal where they are the same thing built at another time, and different where anything else differs.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { summariseLayer } from '../../../../src/fleet/hierarchy/tree/layer-content.ts';
import type { TarItem } from '../../../../src/oci/tar/write-tar.ts';
import { device, dir, file, layer, link, scanBytes, symlink, whiteout } from '../../../support/layers.ts';

async function summarise(items: readonly TarItem[]) {
  return summariseLayer((await scanBytes(layer(items))).facts, new Map());
}

const ITEMS: readonly TarItem[] = [
  dir('usr'),
  file('usr/tool', 'x'.repeat(2000), { mode: 0o755, mtimeSeconds: 1000 }),
  file('usr/small', 'y'.repeat(1023)),
  file('usr/edge', 'z'.repeat(1024)),
  link('usr/name', 'usr/tool'),
  symlink('usr/short', 'tool'),
  device('dev/null', 'character', [1, 3]),
  whiteout('usr/gone'),
];

test('times and the order of entries make no other layer', async () => {
  const { signature } = await summarise(ITEMS);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...ITEMS], { minLength: ITEMS.length }).filter(isLinkAfterTarget),
      fc.nat(2 ** 31),
      async (items, mtimeSeconds) => {
        const other = await summarise(items.map((item) => ({ ...item, mtimeSeconds })));
        expect(other.signature).toBe(signature);
      },
    ),
    { numRuns: 40 },
  );
});

function isLinkAfterTarget(items: readonly TarItem[]): boolean {
  const at = (path: string) => items.findIndex((item) => item.path === path);
  return at('usr/tool') < at('usr/name');
}

const CHANGES: readonly (readonly [string, (item: TarItem) => TarItem])[] = [
  ['a mode', (item) => (item.path === 'usr/tool' ? { ...item, mode: 0o700 } : item)],
  ['an owner', (item) => (item.path === 'usr/tool' ? { ...item, uid: 1 } : item)],
  ['a group', (item) => (item.path === 'usr' ? { ...item, gid: 1 } : item)],
  ['a content', (item) => (item.path === 'usr/small' ? file('usr/small', 'Y'.repeat(1023)) : item)],
  ['a path', (item) => (item.path === 'usr/small' ? { ...item, path: 'usr/smaller' } : item)],
  ['a target', (item) => (item.path === 'usr/short' ? symlink('usr/short', 'edge') : item)],
  ['an attribute', (item) => (item.path === 'usr/edge' ? fileWithAttribute() : item)],
  ['a device', (item) => (item.path === 'dev/null' ? device('dev/null', 'character', [1, 5]) : item)],
  ['a kind', (item) => (item.path === 'usr/short' ? file('usr/short', 'tool') : item)],
];

function fileWithAttribute(): TarItem {
  return file('usr/edge', 'z'.repeat(1024), { xattrs: { 'user.note': '1' } });
}

test.each(CHANGES)('%s makes another layer', async (_name, change) => {
  const [one, other] = await Promise.all([summarise(ITEMS), summarise(ITEMS.map(change))]);
  expect(other.signature).not.toBe(one.signature);
});

test('an entry more or less makes another layer', async () => {
  const { signature } = await summarise(ITEMS);
  for (const item of ITEMS.filter(({ path }) => path !== 'usr/tool'))
    expect((await summarise(ITEMS.filter((other) => other !== item))).signature).not.toBe(signature);
});

test('files of a kilobyte and more are told by path and content, rising, whatever their mode', async () => {
  const { files, packages, entryBytes } = await summarise(ITEMS);
  expect([...files.sizes].sort((a, b) => a - b)).toEqual([1024, 2000]);
  expect([...files.hashes]).toEqual([...files.hashes].sort((a, b) => a - b));
  expect(packages.size).toBe(0);
  expect(entryBytes).toBeGreaterThanOrEqual(2000 + 1023 + 1024);
  const other = await summarise([
    file('usr/tool', 'x'.repeat(2000), { mode: 0o600 }),
    file('usr/moved', 'z'.repeat(1024)),
  ]);
  const known = new Set(files.hashes);
  const shared = [...other.files.hashes].map((hash, i) => [known.has(hash), other.files.sizes[i]]);
  expect(shared.sort()).toEqual([
    [false, 1024],
    [true, 2000],
  ]);
});

test('packages are as the image tells them', async () => {
  const brought = new Map([['deb curl', '1']]);
  const { facts } = await scanBytes(layer(ITEMS));
  expect(summariseLayer(facts, brought).packages).toBe(brought);
});
