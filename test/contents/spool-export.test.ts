// An engine's export kept in files: found whatever the order and the names, read once, gone afterwards.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { spoolExport } from '../../src/contents/spool-export.ts';
import type { FileLocation } from '../../src/oci/image/image.ts';
import { file, layer } from '../support/layers.ts';
import { imageOfExport, imageOfStreams, store } from '../support/opened-images.ts';

const LAYERS = [layer([file('a', 'A')]), layer([file('b', 'B')]), layer([file('a', 'A')])].map((tar) =>
  store(tar),
);
const signal = new AbortController().signal;

describe('a spooled export', () => {
  test.each([
    ['in order', [0, 1, 2], (at: number) => [at]],
    ['from the top', [2, 1, 0], (at: number) => [at]],
    ['without names', [1, 2, 0], () => [0, 1, 2]],
  ])('has each layer in a file: %s', async (_, order, namesOf) => {
    const blobs = order.map((at) => ({ stored: LAYERS[at]!.stored, layerIndexes: namesOf(at) }));
    const { image, remove } = await spoolExport(imageOfExport(LAYERS, blobs), signal);
    const paths = image.layers.map(({ location }) => (location as FileLocation).path);
    expect(paths.map((path) => readFileSync(path).equals(LAYERS[paths.indexOf(path)]!.stored))).toEqual([
      true,
      true,
      true,
    ]);
    // Equal layers are one file.
    expect(paths[0]).toBe(paths[2]);
    await remove();
    await remove();
    expect(paths.some((path) => existsSync(path))).toBe(false);
  });

  test('of a store with blobs, they are known by their digests', async () => {
    const packed = LAYERS.slice(0, 2).map(({ stored }) => store(stored, 'gzip'));
    const { image, remove } = await spoolExport(imageOfExport(packed, undefined, true), signal);
    expect(readFileSync((image.layers[1]!.location as FileLocation).path).equals(packed[1]!.stored)).toBe(
      true,
    );
    await remove();
  });

  test('fails where a layer is missing, and leaves nothing', async () => {
    const blobs = [{ stored: LAYERS[0]!.stored, layerIndexes: [0, 1, 2] }];
    await expect(spoolExport(imageOfExport(LAYERS, blobs), signal)).rejects.toMatchObject({
      code: 'IMAGE_INVALID',
      message: expect.stringContaining('layer 1'),
    });
  });

  test('an image that can be read in any order stays as it is', async () => {
    const streams = imageOfStreams(LAYERS);
    expect((await spoolExport(streams, signal)).image).toBe(streams);
  });
});
