// Files read out of layers again, from every kind of place, and layers that hold something else by then.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LayerFacts } from '../../src/contents/facts/layer-facts.ts';
import { pathText } from '../../src/contents/facts/layer-facts.ts';
import { readEntries } from '../../src/contents/read-entry.ts';
import { digestHex } from '../../src/oci/bytes/digest.ts';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { dir, file, layer, link, scanBytes } from '../support/layers.ts';
import { imageOfExport, imageOfFiles, imageOfStreams, store } from '../support/opened-images.ts';

const large = Buffer.alloc(300_000, 'abc');
const tar = layer([
  dir('bin'),
  file('bin/run', '#!/bin/sh\n'),
  file('large', large),
  link('bin/again', 'bin/run'),
  file('empty'),
  file(`deep/${'n'.repeat(150)}/x`, 'long'),
]);
const { facts } = await scanBytes(tar);
const entryOf = (path: string, of: LayerFacts = facts): number => {
  for (let i = 0; i < of.entryCount; i++) if (pathText(of, i) === path) return i;
  throw new Error(path);
};
const all = ['bin/run', 'large', 'empty', `deep/${'n'.repeat(150)}/x`].map((path) => entryOf(path));
const folder = makeTemporaryFolder();
const limitBytes = 1_000_000;

describe.each(['plain', 'gzip'] as const)('%s', (compression) => {
  const stored = store(tar, compression);
  test.each([
    ['a file', imageOfFiles(join(folder, compression), [stored])],
    ['a stream', imageOfStreams([stored])],
    ['an export', imageOfExport([store(layer([file('other')])), stored])],
  ])('in %s', async (_, image) => {
    const found = await readEntries(image, image.layers.length - 1, facts, all, { limitBytes });
    expect(all.map((i) => found.get(i)?.toString())).toEqual(['#!/bin/sh\n', large.toString(), '', 'long']);
  });
});

test('what is larger than the limit, or no file, is left out', async () => {
  const image = imageOfStreams([store(tar)]);
  const asked = [entryOf('large'), entryOf('bin'), entryOf('bin/again'), entryOf('bin/run')];
  const found = await readEntries(image, 0, facts, asked, { limitBytes: 1000 });
  expect([...found.keys()]).toEqual([entryOf('bin/run')]);
  expect((await readEntries(image, 0, facts, [entryOf('large')], { limitBytes: 1000 })).size).toBe(0);
});

describe('a layer that is another by now', () => {
  const others: readonly (readonly [string, Uint8Array])[] = [
    ['other content', layer([dir('bin'), file('bin/run', '#!/bin/ed\n')])],
    ['another size', layer([dir('bin'), file('bin/run', '#!/bin/bash\n')])],
    ['cut short', layer([dir('bin')])],
    ['longer than it was', layer([dir('bin'), dir('bin2'), file('x', Buffer.alloc(2_000_000))])],
    ['nothing at all', new Uint8Array(0)],
  ];
  test.each(others)('%s', async (_, tarNow) => {
    const path = join(folder, 'changing');
    const image = imageOfFiles(path, [store(tar)]);
    writeFileSync(join(path, digestHex(image.layers[0]!.descriptor!.digest)), tarNow);
    await expect(readEntries(image, 0, facts, [entryOf('bin/run')], { limitBytes })).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:LAYER_CORRUPT|FILE_UNREADABLE)$/),
    });
    writeFileSync(join(path, digestHex(image.layers[0]!.descriptor!.digest)), tar);
  });
});

test('stops when it is told to', async () => {
  const image = imageOfStreams([store(tar)], async function* () {
    yield tar.subarray(0, 512);
    await new Promise(() => {});
  });
  const stop = new AbortController();
  const reading = readEntries(image, 0, facts, all, { limitBytes, signal: stop.signal });
  stop.abort();
  await expect(reading).rejects.toMatchObject({ code: 'ABORTED' });
});
