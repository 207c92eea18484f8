// What is read of a fleet for its hierarchy: every image in short, every layer once, and sizes that nobody had told.
import { cpSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { CliIo } from '../../../src/cli/cli-io.ts';
import type { FleetFlags } from '../../../src/cli/fleet/fleet-flags.ts';
import { type OpenedFleet, openFleet } from '../../../src/cli/fleet/open-fleet.ts';
import { readParts } from '../../../src/cli/fleet/read-parts.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { writeShop } from '../../support/shop-fleet.ts';

const shop = join(makeTemporaryFolder(), 'shop');
const FLAGS: FleetFlags = { format: 'json', color: false, cache: false, workers: 0, quiet: true };
const NAMES = ['shop/api-debug:1', 'shop/api:1', 'shop/other:1', 'shop/web:1'];

beforeAll(async () => {
  await writeShop(shop);
});

function makeIo(): { readonly io: CliIo; readonly told: () => string } {
  let text = '';
  const write = (piece: string, done?: (error?: Error | null) => void) => {
    text += piece;
    done?.();
    return true;
  };
  const io: CliIo = {
    stdout: { write },
    stderr: { write },
    env: {},
    version: 'test',
    signal: new AbortController().signal,
    now: new Date(0),
  };
  return { io, told: () => text };
}

async function read(source: string, change: (fleet: OpenedFleet) => OpenedFleet = (fleet) => fleet) {
  const { io, told } = makeIo();
  const fleet = change(await openFleet([source], FLAGS, io));
  return { fleet, found: await readParts(fleet, FLAGS, io), told };
}

test('all images are told, and each layer once, with what it brings itself', async () => {
  const { fleet, found, told } = await read(shop);
  const { images, layers } = fleet.snapshot;
  expect([...found.parts.keys()].map((number) => images[number]!.name).sort()).toEqual(NAMES);
  expect(found.failures).toBe(0);
  expect(told()).toBe('');
  expect([...found.contents.keys()].sort((a, b) => a - b)).toEqual(
    Array.from({ length: layers.count }, (_, layer) => layer),
  );
  const api = images.find(({ name }) => name === 'shop/api:1')!;
  const brought = [...api.layers].map((layer) => [...found.contents.get(layer)!.packages.keys()].sort());
  expect(brought).toEqual([['deb libc6'], ['deb libnode', 'deb nodejs'], ['deb curl'], []]);
});

test('sizes that nobody told are those of the blobs, and those that were told stay', async () => {
  const { fleet, found } = await read(shop, (opened) => {
    const { layers } = opened.snapshot;
    const shippedBytes = layers.shippedBytes.map((bytes, layer) =>
      layer % 2 === 0 ? Number.NaN : bytes + 1,
    );
    return { ...opened, snapshot: { ...opened.snapshot, layers: { ...layers, shippedBytes } } };
  });
  const { layers: known } = (await read(shop)).fleet.snapshot;
  const sizes = [...found.snapshot.layers.shippedBytes];
  expect(sizes).toEqual([...known.shippedBytes].map((bytes, layer) => bytes + (layer % 2)));
  // What was handed in is not changed.
  expect(fleet.snapshot.layers.shippedBytes[0]).toBeNaN();
});

test('an image that cannot be read is told and counted; layers that others have are told by them', async () => {
  const broken = join(makeTemporaryFolder(), 'shop');
  cpSync(shop, broken, { recursive: true });
  const blobs = join(broken, 'api/blobs/sha256');
  const [largest] = readdirSync(blobs)
    .map((name) => join(blobs, name))
    .sort((a, b) => statSync(b).size - statSync(a).size);
  writeFileSync(largest!, Buffer.alloc(statSync(largest!).size, 'no tar'));
  const { fleet, found, told } = await read(broken);
  const { images } = fleet.snapshot;
  expect([...found.parts.keys()].map((number) => images[number]!.name).sort()).toEqual(
    NAMES.filter((name) => name !== 'shop/api:1'),
  );
  expect(found.failures).toBe(1);
  expect(told()).toContain('api');
  const debug = images.find(({ name }) => name === 'shop/api-debug:1')!;
  for (const layer of debug.layers) expect(found.contents.has(layer)).toBe(true);
});

test('images without a place to read them are left out', async () => {
  const { found } = await read(shop, (opened) => ({
    ...opened,
    snapshot: {
      ...opened.snapshot,
      images: opened.snapshot.images.map(({ reference: _, ...image }, i) =>
        i === 0 ? image : { ...image, reference: opened.snapshot.images[i]!.reference! },
      ),
    },
  }));
  expect([...found.parts.keys()].sort()).toEqual([1, 2, 3]);
  expect(found.failures).toBe(0);
});
