// Images that are read at the same time read each layer once, whatever the places of their layers are.
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FactsCache } from '../../src/contents/cache/facts-cache.ts';
import { readImage } from '../../src/contents/read-image.ts';
import { SharedReading } from '../../src/contents/shared-reading.ts';
import type { OpenedImage } from '../../src/oci/image/image.ts';
import { importBuilt, isBuilt } from '../support/built-modules.ts';
import { failureOf, makeTemporaryFolder } from '../support/image-files.ts';
import { file, layer } from '../support/layers.ts';
import {
  claim,
  imageOfExport,
  imageOfFiles,
  imageOfStreams,
  type StoredLayer,
  store,
  streamPieces,
  summarise,
} from '../support/opened-images.ts';

const make = (name: string, compression: 'plain' | 'gzip' = 'gzip'): StoredLayer =>
  store(layer([file(`srv/${name}`, Buffer.alloc(50_000, name))]), compression);
const [A, B, C, D] = [make('a'), make('b'), make('c'), make('d')];
const stackUp = (a: StoredLayer, b: StoredLayer, c: StoredLayer, d: StoredLayer) => [
  [a, b],
  [a, b, c],
  [a, d],
  [a, d, c],
  [b],
];
const STACKS = stackUp(A, B, C, D);
/** An engine vouches for plain layers only. */
const PLAIN_STACKS = stackUp(make('a', 'plain'), make('b', 'plain'), make('c', 'plain'), make('d', 'plain'));

let folder: string;
let cache: FactsCache;
let shared: SharedReading;
const abort = new AbortController();
beforeEach(() => {
  folder = makeTemporaryFolder();
  cache = new FactsCache({ folder: join(folder, 'cache') });
  shared = new SharedReading(abort.signal, 0);
});
afterEach(() => shared.close());

const readAll = (images: readonly OpenedImage[], more = {}) =>
  Promise.all(images.map((image) => readImage(image, { cache, shared, ...more })));

describe.each([
  ['files', (stack: readonly StoredLayer[]) => imageOfFiles(join(folder, 'blobs'), stack), STACKS],
  ['streams', (stack: readonly StoredLayer[]) => imageOfStreams(stack), STACKS],
  ['exports', (stack: readonly StoredLayer[]) => imageOfExport(stack), PLAIN_STACKS],
  ['exports of blobs', (stack: readonly StoredLayer[]) => imageOfExport(stack, undefined, true), STACKS],
] as const)('layers that are %s', (_, open, stacks) => {
  const unique = new Set(stacks.flat().map(({ digest }) => digest)).size;

  test('are read once for all images, and look as if each had been read alone', async () => {
    const alone = [];
    for (const stack of stacks) alone.push(summarise(await readImage(open(stack), { workers: 0 })));
    const together = await readAll(stacks.map(open));
    expect(together.map(summarise)).toEqual(alone);
    expect(shared.count).toMatchObject({ scans: unique, layers: unique });
    const bytes = [...new Map(stacks.flat().map((one) => [one.digest, one.stored.byteLength])).values()];
    expect(shared.count.storedBytes).toBe(bytes.reduce((sum, one) => sum + one, 0));
  });

  test('are not read where they were read before', async () => {
    await readAll(stacks.map(open));
    const later = new SharedReading(abort.signal, 0);
    await Promise.all(stacks.map((stack) => readImage(open(stack), { cache, shared: later })));
    expect(later.count).toEqual({ scans: 0, layers: 0, storedBytes: 0, tarBytes: 0 });
    await later.close();
  });

  test('are verified once', async () => {
    await readAll(stacks.map(open));
    const later = new SharedReading(abort.signal, 0);
    const options = { cache, shared: later, verify: true };
    for (const stack of stacks) await readImage(open(stack), options);
    expect(later.count).toMatchObject({ scans: unique, layers: unique });
    await later.close();
  });
});

test('a layer that fails for one image is read by the next', async () => {
  const broken = imageOfStreams([A, B], ({ stored, digest }) =>
    digest === A.digest ? failing(stored) : streamPieces(stored),
  );
  const [first, second, third] = await Promise.allSettled([
    readImage(broken, { cache, shared }),
    readImage(imageOfStreams([A, C]), { cache, shared }),
    readImage(imageOfStreams([A, D]), { cache, shared }),
  ]);
  expect(first).toMatchObject({ status: 'rejected' });
  expect([second.status, third.status]).toEqual(['fulfilled', 'fulfilled']);
  // B goes on when its image has failed; A is read once more, by one of the two that waited.
  expect(shared.count).toMatchObject({ scans: 4, layers: 4 });
});

test('an image that claims what a layer is not fails alone', async () => {
  const forged = claim(A, { diffId: B.diffId });
  const outcomes = await Promise.allSettled([
    readImage(imageOfStreams([forged]), { cache, shared }),
    readImage(imageOfStreams([A]), { cache, shared }),
    readImage(imageOfStreams([forged, B]), { cache, shared }),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
  expect(outcomes[0]).toMatchObject({ reason: { code: 'DIFFID_MISMATCH' } });
});

test.runIf(isBuilt())('with threads it is the same', async () => {
  const built = await importBuilt<{ readImage: typeof readImage }>('contents/read-image.js');
  const { SharedReading: BuiltReading } = await importBuilt<{ SharedReading: typeof SharedReading }>(
    'contents/shared-reading.js',
  );
  const threaded = new BuiltReading(abort.signal, 2);
  const images = STACKS.map((stack) => imageOfFiles(join(folder, 'blobs'), stack));
  await Promise.all(images.map((image) => built.readImage(image, { cache, shared: threaded })));
  expect(threaded.count).toMatchObject({ scans: 4, layers: 4 });
  await threaded.close();
});

test('whoever waits is let go when the run is stopped', async () => {
  const stop = new AbortController();
  const stopped = new SharedReading(stop.signal, 0);
  const hanging = (): AsyncIterable<Uint8Array> => hangUntil(stop.signal);
  const options = { cache, shared: stopped, signal: stop.signal };
  const first = readImage(imageOfStreams([A], hanging), options);
  const second = readImage(imageOfStreams([A, B]), options);
  setImmediate(() => stop.abort());
  expect((await failureOf(first)).code).toBe('ABORTED');
  expect((await failureOf(second)).code).toBe('ABORTED');
  await stopped.close();
});

async function* failing(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 20);
  throw new Error('the connection is gone');
}

async function* hangUntil(signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(10);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
}
