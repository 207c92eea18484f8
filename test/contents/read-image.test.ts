import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { FactsCache } from '../../src/contents/cache/facts-cache.ts';
import { type ReadProgress, readImage } from '../../src/contents/read-image.ts';
import { nodePath } from '../../src/contents/view/squashed-view.ts';
import type { OpenedImage } from '../../src/oci/image/image.ts';
import { openImage } from '../../src/oci/open-image.ts';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { dir, file, layer, link, makeLayout, scanBytes, symlink, whiteout } from '../support/layers.ts';
import {
  imageOfExport,
  imageOfFiles,
  imageOfStreams,
  type StoredLayer,
  store,
  streamPieces,
  summarise,
} from '../support/opened-images.ts';

const BASE = store(
  layer([
    dir('etc'),
    file('etc/passwd', 'root'),
    link('etc/shadow', 'etc/passwd'),
    symlink('bin', 'usr/bin'),
  ]),
);
const BIG = store(
  layer([file('usr/big', Buffer.alloc(300_000, 'big ')), file('usr/small', 'small')]),
  'gzip',
);
const SECOND = store(layer([file('opt/second', Buffer.alloc(90_000, 'second '))]));
const TOP = store(layer([whiteout('etc/passwd'), file('app/main', Buffer.alloc(150_000, 'app '))]), 'gzip');
const EMPTY = store(layer([]));
const LAYERS = [BASE, BIG, TOP, EMPTY];

let folder: string;
beforeEach(() => {
  folder = makeTemporaryFolder();
});

const here = { workers: 0 } as const;

describe('the contents are the same', () => {
  test('whether the layers are files, streams or an export', async () => {
    const expected = await Promise.all(LAYERS.map(({ stored }) => scanBytes(stored)));
    const files = await readImage(imageOfFiles(folder, LAYERS), here);
    expect(files.layers.map(({ facts }) => facts)).toEqual(expected.map(({ facts }) => facts));
    const streams = await readImage(imageOfStreams(LAYERS), here);
    const exported = await readImage(imageOfExport(LAYERS), here);
    expect(summarise(streams)).toEqual(summarise(files));
    expect(summarise(exported)).toEqual(summarise(files));
    expect(files.layers.map(({ compression }) => compression)).toEqual(['plain', 'gzip', 'gzip', 'plain']);
    expect(files.layers.map(({ storedBytes }) => storedBytes)).toEqual(
      LAYERS.map(({ stored }) => stored.byteLength),
    );
  });

  test('from the cache', async () => {
    const cache = new FactsCache({ folder: join(folder, 'cache') });
    const first = await readImage(imageOfFiles(folder, LAYERS), { ...here, cache });
    const second = await readImage(imageOfFiles(folder, LAYERS), { ...here, cache });
    expect(first.layers.map(({ isFromCache }) => isFromCache)).toEqual([false, false, false, false]);
    expect(second.layers.map(({ isFromCache }) => isFromCache)).toEqual([true, true, true, true]);
    expect(summarise(second)).toEqual(summarise(first));
    expect(second.layers.map(({ shipped }) => [...shipped])).toEqual(
      first.layers.map(({ shipped }) => [...shipped]),
    );
  });

  test('when several images are read at the same time', async () => {
    const images = [LAYERS, LAYERS.toReversed(), [BIG], [TOP, BIG]];
    const alone = [];
    for (const layers of images) alone.push(summarise(await readImage(imageOfStreams(layers), here)));
    const together = await Promise.all(images.map((layers) => readImage(imageOfStreams(layers), here)));
    expect(together.map(summarise)).toEqual(alone);
  });
});

test('the view and what the image says of itself go along', async () => {
  const image = imageOfStreams(LAYERS);
  const contents = await readImage(image, { ...here, baseLayerCount: 2 });
  const { reference, digest, config, annotations, transport } = image;
  expect(contents).toMatchObject({ reference, digest, config, annotations, transport, baseLayerCount: 2 });
  expect(contents.layers.map(({ descriptor }) => descriptor?.digest)).toEqual(LAYERS.map((l) => l.digest));
  const { view } = contents;
  const files = Array.from({ length: view.tree.nodeCount }, (_, node) => node)
    .filter((node) => view.tree.kinds[node] === 0)
    .map((node) => nodePath(view, node));
  expect(files.sort()).toEqual(['app/main', 'etc/shadow', 'usr/big', 'usr/small']);
});

test('an image without layers is one without contents', async () => {
  const progress: ReadProgress[] = [];
  const contents = await readImage(imageOfStreams([]), { ...here, onProgress: (p) => progress.push(p) });
  expect(contents.layers).toEqual([]);
});

describe('a layer that an image has twice', () => {
  /** Counts how often each blob is opened. */
  function counting(layers: readonly StoredLayer[]): OpenedImage & { opened: string[] } {
    const opened: string[] = [];
    const image = imageOfStreams(layers, (blob) => {
      opened.push(blob.digest);
      return streamPieces(blob.stored);
    });
    return { ...image, opened };
  }

  test('is read once, wherever it is', async () => {
    const image = counting([BASE, TOP, BASE, BASE]);
    const contents = await readImage(image, here);
    expect(image.opened.sort()).toEqual([BASE.digest, TOP.digest].sort());
    expect(contents.layers.map(({ facts }) => facts.diffId)).toEqual(
      [BASE, TOP, BASE, BASE].map((l) => l.diffId),
    );
    const exported = imageOfExport([BASE, TOP, BASE]);
    await readImage(exported, here);
    expect(exported.readNames).toEqual(['blob 0', 'blob 1']);
  });

  test('but stored in two ways is read twice: the blobs are different', async () => {
    const packed = store(BASE.stored, 'gzip');
    expect(packed.diffId).toBe(BASE.diffId);
    const image = counting([BASE, packed]);
    const contents = await readImage(image, here);
    expect(image.opened).toHaveLength(2);
    expect(contents.layers.map(({ compression }) => compression)).toEqual(['plain', 'gzip']);
  });
});

describe('an export', () => {
  const at = (blob: StoredLayer, ...layerIndexes: number[]) => ({ stored: blob.stored, layerIndexes });
  const read = async (image: OpenedImage, cache?: FactsCache) =>
    (await readImage(image, cache === undefined ? here : { ...here, cache })).layers.map(
      ({ facts, isFromCache }) => ({ diffId: facts.diffId, isFromCache }),
    );
  const expected = [BASE, BIG, TOP].map(({ diffId }) => ({ diffId, isFromCache: false }));

  test('may come in any order and hold more than layers', async () => {
    const image = imageOfExport([BASE, BIG, TOP], [at(TOP, 2), at(EMPTY), at(BASE, 0), at(BIG, 1)]);
    expect(await read(image)).toEqual(expected);
    expect(image.readNames).toEqual(['blob 0', 'blob 2', 'blob 3']);
  });

  test('may repeat a layer, which is then passed over unread', async () => {
    const image = imageOfExport(
      [BASE, BIG, TOP],
      [at(BASE, 0), at(BASE, 0), at(BIG, 1), at(TOP, 2), at(BASE, 0)],
    );
    expect(await read(image)).toEqual(expected);
    expect(image.readNames).toEqual(['blob 0', 'blob 2', 'blob 3']);
  });

  test('may tell nothing about its members: the diffIds do', async () => {
    const all = [0, 1, 2];
    for (const blobs of [
      [at(BASE, ...all), at(BIG, ...all), at(TOP, ...all)],
      [at(TOP, ...all), at(BASE, ...all), at(BIG, ...all)],
      [at(EMPTY, ...all), at(BIG, ...all), at(BIG, ...all), at(TOP, ...all), at(BASE, ...all)],
    ])
      expect(await read(imageOfExport([BASE, BIG, TOP], blobs))).toEqual(expected);
  });

  test('may tell nothing about its members while some layers are in the cache', async () => {
    const all = [0, 1, 2];
    const cache = new FactsCache({ folder: join(folder, 'cache') });
    await read(imageOfExport([BASE, SECOND]), cache);
    const blobs = [at(BASE, ...all), at(SECOND, ...all), at(TOP, ...all)];
    expect(await read(imageOfExport([BASE, SECOND, TOP], blobs), cache)).toEqual(
      [BASE, SECOND, TOP].map(({ diffId }, index) => ({ diffId, isFromCache: index < 2 })),
    );
  });

  test('may mix its layers up: what they are is told by their bytes', async () => {
    const swapped = [at(BIG, 0), at(BASE, 1), at(TOP, 2)];
    expect(await read(imageOfExport([BASE, BIG, TOP], swapped))).toEqual(expected);
    const turned = [at(BIG, 0), at(TOP, 1), at(BASE, 2)];
    expect(await read(imageOfExport([BASE, BIG, TOP], turned))).toEqual(expected);
  });

  test('is not asked for where every layer is known', async () => {
    const cache = new FactsCache({ folder: join(folder, 'cache') });
    for (const image of [imageOfExport([BASE, SECOND]), imageOfExport([BASE, BIG], undefined, true)]) {
      const first = await read(image, cache);
      const { exportLayers: _, ...known } = image;
      expect(await read(known, cache)).toEqual(first.map(({ diffId }) => ({ diffId, isFromCache: true })));
    }
  });

  test('with a new layer passes over the bytes of the known ones, and is left after the new one', async () => {
    const cache = new FactsCache({ folder: join(folder, 'cache') });
    for (const hasDescriptors of [false, true]) {
      await read(imageOfExport([BASE, SECOND], undefined, hasDescriptors), cache);
      const blobs = [at(SECOND, 1), at(TOP, 2), at(BASE, 0)];
      const image = imageOfExport([BASE, SECOND, TOP], blobs, hasDescriptors);
      let offered = 0;
      const counted: OpenedImage = {
        ...image,
        async *exportLayers(signal) {
          for await (const blob of image.exportLayers!(signal)) {
            offered++;
            yield blob;
          }
        },
      };
      expect((await read(counted, cache)).map(({ isFromCache }) => isFromCache)).toEqual([true, true, false]);
      expect(image.readNames).toEqual(['blob 1']);
      expect(offered).toBe(2);
    }
  });

  test('is read for the sake of the config alone, where that is not known well', async () => {
    const cache = new FactsCache({ folder: join(folder, 'cache') });
    const image = imageOfExport([BASE, SECOND]);
    await read(image, cache);
    let members = 0;
    const provisional: OpenedImage = {
      ...image,
      get isConfigProvisional() {
        return members < 2;
      },
      async *exportLayers(signal) {
        for await (const blob of image.exportLayers!(signal)) {
          members++;
          yield blob;
        }
      },
    };
    await read(provisional, cache);
    expect(members).toBe(2);
    expect(image.readNames).toEqual(['blob 0', 'blob 1']);
  });

  test('that names its blobs has one digest for one diffId, or two', async () => {
    const packed = store(BASE.stored, 'gzip');
    const cache = new FactsCache({ folder: join(folder, 'cache') });
    const open = (): OpenedImage => imageOfExport([BASE, packed], undefined, true);
    for (const isFromCache of [false, true]) {
      const { layers } = await readImage(open(), { ...here, cache });
      expect(layers.map((some) => [some.compression, some.storedBytes, some.isFromCache])).toEqual([
        ['plain', BASE.stored.byteLength, isFromCache],
        ['gzip', packed.stored.byteLength, isFromCache],
      ]);
    }
  });
});

describe('progress', () => {
  async function follow(image: OpenedImage, cache?: FactsCache): Promise<ReadProgress[]> {
    const told: ReadProgress[] = [];
    const onProgress = (progress: ReadProgress): void => void told.push(progress);
    await readImage(image, { ...here, onProgress, ...(cache === undefined ? {} : { cache }) });
    return told;
  }
  const total = LAYERS.reduce((sum, { stored }) => sum + stored.byteLength, 0);

  test.each(['files', 'streams'] as const)('adds up for %s, and never goes back', async (place) => {
    const told = await follow(place === 'files' ? imageOfFiles(folder, LAYERS) : imageOfStreams(LAYERS));
    expect(told[0]).toEqual({
      layersDone: 0,
      layersTotal: 4,
      storedBytesDone: 0,
      storedBytesTotal: total,
    });
    expect(told.at(-1)).toEqual({
      layersDone: 4,
      layersTotal: 4,
      storedBytesDone: total,
      storedBytesTotal: total,
    });
    for (let i = 1; i < told.length; i++) {
      expect(told[i]!.storedBytesDone).toBeGreaterThanOrEqual(told[i - 1]!.storedBytesDone);
      expect(told[i]!.layersDone).toBeGreaterThanOrEqual(told[i - 1]!.layersDone);
    }
  });

  test('knows no total where an export does not tell', async () => {
    const told = await follow(imageOfExport(LAYERS));
    expect(told.at(-1)).toEqual({
      layersDone: 4,
      layersTotal: 4,
      storedBytesDone: total,
      storedBytesTotal: null,
    });
  });

  test('counts only what is to be read', async () => {
    const cache = new FactsCache({ folder: join(folder, 'cache') });
    await follow(imageOfFiles(folder, [BASE, BIG]), cache);
    const told = await follow(imageOfFiles(folder, LAYERS), cache);
    expect(told.at(-1)).toMatchObject({
      layersDone: 4,
      storedBytesDone: TOP.stored.byteLength + EMPTY.stored.byteLength,
      storedBytesTotal: TOP.stored.byteLength + EMPTY.stored.byteLength,
    });
  });
});

test('a layout is opened and read as one', async () => {
  const path = join(folder, 'layout');
  await makeLayout(path, [layer([file('a', 'one')]), layer([file('a', 'two'), whiteout('b')])]);
  const image = await openImage(`oci:${path}`, { platform: 'linux/amd64' });
  const contents = await readImage(image);
  expect(contents.layers.map(({ facts }) => facts.entryCount)).toEqual([1, 2]);
  expect(contents.view.hiddenBy[0]).toBe(1);
});
