import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { FactsCache } from '../../src/contents/cache/facts-cache.ts';
import { readImage } from '../../src/contents/read-image.ts';
import { PlimsollError } from '../../src/errors.ts';
import { digestHex } from '../../src/oci/bytes/digest.ts';
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
} from '../support/opened-images.ts';

const GOOD = store(layer([file('a', Buffer.alloc(200_000, 'good'))]));
const OTHER = store(layer([file('b', Buffer.alloc(100_000, 'other'))]));
const here = { workers: 0 } as const;

let folder: string;
beforeEach(() => {
  folder = makeTemporaryFolder();
});

/** The layer with a header damaged at this offset of its tar. */
function damage({ stored }: StoredLayer, offset: number): StoredLayer {
  const bytes = Buffer.from(stored);
  bytes.fill(0xff, offset, offset + 512);
  return store(bytes);
}

/** A stream that gives pieces until it is told to stop, and notes what became of it. */
function endless(
  log: string[],
  delayMs = 1,
): (blob: StoredLayer, signal: AbortSignal) => AsyncGenerator<Uint8Array> {
  return async function* (_, signal) {
    log.push('opened');
    try {
      yield layer([file('x')]).subarray(0, 512);
      for (;;) {
        await sleep(delayMs);
        if (signal.aborted) log.push('signalled');
        yield Buffer.alloc(512);
      }
    } finally {
      log.push('closed');
    }
  };
}

describe('errors name the image, the layer and the offset', () => {
  const two = layer([file('first', 'x'), file('second', 'y')]);

  test.each(['files', 'streams', 'export'] as const)('%s', async (place) => {
    const broken = damage(store(two), 1024);
    const layers = [GOOD, broken];
    const image =
      place === 'files'
        ? imageOfFiles(folder, layers)
        : place === 'streams'
          ? imageOfStreams(layers)
          : imageOfExport(layers);
    const failure = await failureOf(readImage(image, here));
    expect(failure.code).toBe('LAYER_CORRUPT');
    expect(failure.offsetBytes).toBe(1024);
    expect(failure.subject).toContain('docker://example/app:1');
    expect(failure.subject).toContain('layer 1');
    expect(failure.subject).toContain(digestHex(broken.digest).slice(0, 10));
  });

  test('a file that became shorter, or went', async () => {
    const image = imageOfFiles(folder, [GOOD]);
    truncateSync(join(folder, digestHex(GOOD.digest)), 100_000);
    const failure = await failureOf(readImage(image, here));
    expect(failure).toMatchObject({ code: 'FILE_UNREADABLE', message: 'it changed while it was read' });
    expect(failure.cause).toMatchObject({ code: 'LAYER_TRUNCATED', offsetBytes: 100_000 });
    const gone = { ...image, layers: [{ ...image.layers[0]!, location: goneFrom(image) }] };
    expect((await failureOf(readImage(gone, here))).code).toBe('FILE_UNREADABLE');
  });

  test('a layer that is not what the config says', async () => {
    const failure = await failureOf(readImage(imageOfStreams([claim(GOOD, { diffId: OTHER.diffId })]), here));
    expect(failure.code).toBe('DIFFID_MISMATCH');
    expect(failure.message).toContain(OTHER.diffId);
    expect(failure.message).toContain(GOOD.diffId);
    expect(failure.subject).toContain('layer 0');
    expect(failure.hint).toBeDefined();
  });
});

function goneFrom(image: ReturnType<typeof imageOfFiles>) {
  const { location } = image.layers[0]!;
  if (location.kind !== 'file') throw new Error('not a file');
  return { ...location, path: join(folder, 'gone') };
}

describe('a stream that fails', () => {
  const failing = (error: unknown) =>
    imageOfStreams([GOOD, OTHER], async function* ({ stored }) {
      yield stored.subarray(0, 5000);
      if (stored === OTHER.stored) throw error;
      yield stored.subarray(5000);
    });

  test('gives its own error, with the layer', async () => {
    const error = new PlimsollError('REGISTRY_UNREACHABLE', 'the connection broke', { hint: 'Try again.' });
    const failure = await failureOf(readImage(failing(error), here));
    expect(failure).toMatchObject({ code: 'REGISTRY_UNREACHABLE', hint: 'Try again.' });
    expect(failure.subject).toContain('layer 1');
  });

  test('before it gives anything', async () => {
    const image = imageOfStreams([GOOD], () => {
      throw new PlimsollError('REGISTRY_REFUSED', 'no');
    });
    expect((await failureOf(readImage(image, here))).code).toBe('REGISTRY_REFUSED');
  });

  test('with an error that is none of ours, which is passed on', async () => {
    const error = new TypeError('not ours');
    await expect(readImage(failing(error), here)).rejects.toBe(error);
  });

  test('leaves nothing of the layer in the cache, and what was whole', async () => {
    const cache = new FactsCache({ folder: join(folder, 'cache') });
    await failureOf(readImage(failing(new PlimsollError('REGISTRY_UNREACHABLE', 'x')), { ...here, cache }));
    const opened: string[] = [];
    const image = imageOfStreams([GOOD, OTHER], ({ digest, stored }) => {
      opened.push(digest);
      return streamPieces(stored);
    });
    await readImage(image, { ...here, cache });
    expect(opened).toEqual([OTHER.digest]);
  });

  test('ends early without an error: the layer is cut off', async () => {
    const image = imageOfStreams([GOOD], ({ stored }) => streamPieces(stored.subarray(0, 70_000)));
    const failure = await failureOf(readImage(image, here));
    expect(failure.code).toBe('LAYER_TRUNCATED');
  });
});

test('after the first error no other layer is opened', async () => {
  const broken = damage(store(layer([file('first', Buffer.alloc(300_000)), file('second', 'y')])), 0);
  const opened: string[] = [];
  const image = imageOfStreams([GOOD, broken, OTHER], ({ digest, stored }) => {
    opened.push(digest);
    return streamPieces(stored);
  });
  const failure = await failureOf(readImage(image, here));
  expect(failure.code).toBe('LAYER_CORRUPT');
  // The largest is the first one.
  expect(opened).toEqual([broken.digest]);
});

describe('the signal', () => {
  async function abortAfter(
    delayMs: number,
    image: ReturnType<typeof imageOfStreams>,
  ): Promise<{ failure: PlimsollError; tookMs: number }> {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), delayMs);
    const start = performance.now();
    const failure = await failureOf(readImage(image, { ...here, signal: controller.signal }));
    return { failure, tookMs: performance.now() - start - delayMs };
  }

  test('given before: nothing is opened', async () => {
    const log: string[] = [];
    const signal = AbortSignal.abort();
    const failure = await failureOf(readImage(imageOfStreams([GOOD], endless(log)), { ...here, signal }));
    expect(failure.code).toBe('ABORTED');
    expect(log).toEqual([]);
  });

  test('in the middle of a stream that looks at it', async () => {
    const log: string[] = [];
    const { failure, tookMs } = await abortAfter(30, imageOfStreams([GOOD, OTHER], endless(log)));
    expect(failure).toMatchObject({ code: 'ABORTED', subject: undefined });
    expect(failure.cause).toMatchObject({ message: 'enough' });
    expect(tookMs).toBeLessThan(5000);
    await sleep(20);
    expect(log).toContain('closed');
  });

  test('in the middle of a stream that hangs and does not look at it', async () => {
    const image = imageOfStreams([GOOD], async function* () {
      yield Buffer.alloc(10);
      await new Promise(() => {});
    });
    const { failure, tookMs } = await abortAfter(30, image);
    expect(failure.code).toBe('ABORTED');
    expect(tookMs).toBeLessThan(5000);
  });

  test('in the middle of an export that hangs', async () => {
    const image = imageOfExport([GOOD, OTHER]);
    const hanging = {
      ...image,
      async *exportLayers() {
        for await (const blob of image.exportLayers!(new AbortController().signal)) {
          yield blob;
          await new Promise(() => {});
        }
      },
    };
    const { failure, tookMs } = await abortAfter(30, hanging);
    expect(failure.code).toBe('ABORTED');
    expect(tookMs).toBeLessThan(5000);
  });

  test('given while a file is read: between two pieces of it', async () => {
    const controller = new AbortController();
    let calls = 0;
    const failure = await failureOf(
      readImage(imageOfFiles(folder, [GOOD, OTHER]), {
        ...here,
        signal: controller.signal,
        onProgress: ({ storedBytesDone }) => {
          calls++;
          if (storedBytesDone > 0) controller.abort();
        },
      }),
    );
    expect(failure.code).toBe('ABORTED');
    expect(calls).toBeLessThanOrEqual(3);
  });

  test('given after the end changes nothing', async () => {
    const controller = new AbortController();
    await readImage(imageOfStreams([GOOD]), { ...here, signal: controller.signal });
    controller.abort();
  });
});

describe('an export', () => {
  const at = ({ stored }: StoredLayer, ...layerIndexes: number[]) => ({ stored, layerIndexes });

  test('that lacks a layer', async () => {
    const failure = await failureOf(readImage(imageOfExport([GOOD, OTHER], [at(GOOD, 0)]), here));
    expect(failure.code).toBe('IMAGE_INVALID');
    expect(failure.subject).toContain('layer 1');
  });

  test("that gives another layer's bytes in its place", async () => {
    const twice = imageOfExport([GOOD, OTHER], [at(GOOD, 0), at(GOOD, 1)]);
    const failure = await failureOf(readImage(twice, here));
    expect(failure.code).toBe('IMAGE_INVALID');
    expect(failure.subject).toContain('layer 1');
  });

  test('that gives bytes of no layer', async () => {
    const foreign = store(layer([file('evil')]));
    const failure = await failureOf(readImage(imageOfExport([GOOD], [at(foreign, 0)]), here));
    expect(failure.code).toBe('DIFFID_MISMATCH');
    const guessed = imageOfExport([GOOD, OTHER], [at(foreign, 0, 1), at(GOOD, 0, 1)]);
    expect((await failureOf(readImage(guessed, here))).code).toBe('IMAGE_INVALID');
  });

  test('that offers layers which the image does not have', async () => {
    const failure = await failureOf(readImage(imageOfExport([GOOD], [at(OTHER, 7), at(GOOD, -1)]), here));
    expect(failure.code).toBe('IMAGE_INVALID');
  });

  test('that is not there', async () => {
    const { exportLayers: _, ...image } = imageOfExport([GOOD]);
    expect((await failureOf(readImage(image, here))).code).toBe('INTERNAL');
  });

  test('whose layer cannot be read', async () => {
    const broken = store(Buffer.alloc(700, 7));
    const failure = await failureOf(readImage(imageOfExport([GOOD, broken]), here));
    expect(failure.code).toBe('LAYER_CORRUPT');
    expect(failure.subject).toContain('layer 1');
  });
});

test('a failed read leaves no trace in the next one', async () => {
  const cut = imageOfStreams([GOOD], ({ stored }) => streamPieces(stored.subarray(0, 70_000)));
  const before = await readImage(imageOfStreams([OTHER]), here);
  await failureOf(readImage(cut, here));
  const after = await readImage(imageOfStreams([OTHER]), here);
  expect(after.layers[0]!.facts.contents).toEqual(before.layers[0]!.facts.contents);
});
