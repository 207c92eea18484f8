// Reading with scanning threads, which only the built package has.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type ReadProgress, readImage } from '../../src/contents/read-image.ts';
import type { PlimsollError } from '../../src/errors.ts';
import type { OpenedImage } from '../../src/oci/image/image.ts';
import { importBuilt, isBuilt, ROOT } from '../support/built-modules.ts';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { file, layer, link, whiteout } from '../support/layers.ts';
import {
  imageOfExport,
  imageOfFiles,
  imageOfStreams,
  type StoredLayer,
  store,
  streamPieces,
  summarise,
} from '../support/opened-images.ts';
import { rawHeader } from '../support/raw-tar.ts';

// Threads run what is built, which names its rules; what is scanned here must name them alike.
vi.mock('../../src/secrets/rules-id.ts', async () => {
  const built = await import('../support/built-modules.ts');
  return built.isBuilt() ? built.importBuilt('secrets/rules-id.js') : { RULES_ID: '' };
});

type Module = typeof import('../../src/contents/read-image.ts');

const MEGA = 1024 * 1024;
const LAYERS: readonly StoredLayer[] = [
  store(layer([file('etc/a', 'one'), link('etc/b', 'etc/a')])),
  store(layer([file('usr/big', Buffer.alloc(3 * MEGA, 'abc'))])),
  store(layer([file('usr/noise', noise(2 * MEGA)), file('usr/c', 'c')]), 'gzip'),
  store(layer(Array.from({ length: 3000 }, (_, i) => file(`many/${i}`, `${i}`.repeat(i % 50))))),
  store(layer([whiteout('etc/a')])),
];

function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

async function build(): Promise<Module['readImage']> {
  return (await importBuilt<Module>('contents/read-image.js')).readImage;
}

async function failureOf(promise: Promise<unknown>): Promise<PlimsollError> {
  return promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: PlimsollError) => error,
  );
}

const isLinux = process.platform === 'linux';
const countThreads = (): number => (isLinux ? readdirSync('/proc/self/task').length : 0);

async function threadsGoBackTo(before: number): Promise<number> {
  for (let i = 0; i < 1000 && countThreads() > before; i++) await sleep(10);
  return countThreads();
}

describe.runIf(isBuilt())('with threads', () => {
  test.each([1, 2, 5])('%d give the same contents as none, wherever the layers are', async (workers) => {
    const readBuilt = await build();
    const folder = makeTemporaryFolder();
    const expected = summarise(await readImage(imageOfFiles(folder, LAYERS), { workers: 0 }));
    for (const image of [imageOfFiles(folder, LAYERS), imageOfStreams(LAYERS), imageOfExport(LAYERS)]) {
      const told: ReadProgress[] = [];
      const contents = await readBuilt(image, { workers, onProgress: (progress) => told.push(progress) });
      expect(summarise(contents)).toEqual(expected);
      expect(told.at(-1)!.storedBytesDone).toBe(
        LAYERS.reduce((sum, { stored }) => sum + stored.byteLength, 0),
      );
      expect(told.at(-1)!.layersDone).toBe(LAYERS.length);
    }
  });

  test('they are used for large images, and gone afterwards', async () => {
    const readBuilt = await build();
    await readBuilt(imageOfStreams(LAYERS), { workers: 1 });
    const before = countThreads();
    let most = 0;
    await readBuilt(imageOfStreams(LAYERS), {
      workers: 3,
      onProgress: () => {
        most = Math.max(most, countThreads());
      },
    });
    if (isLinux) expect(most).toBeGreaterThan(before);
    expect(await threadsGoBackTo(before)).toBeLessThanOrEqual(before);
  });

  test('they are not started for small images', async () => {
    const readBuilt = await build();
    const before = countThreads();
    let most = 0;
    await readBuilt(imageOfStreams([LAYERS[0]!, LAYERS[4]!]), {
      onProgress: () => {
        most = Math.max(most, countThreads());
      },
    });
    expect(most).toBeLessThanOrEqual(before);
  });

  // A layer that breaks at its beginning while more layers wait than there are threads.
  test.each([1, 2, 3])('%d: the first error ends everything at once', async (workers) => {
    const readBuilt = await build();
    const broken = store(Buffer.alloc(3 * MEGA, 7));
    for (const at of [0, 3, 9]) {
      const layers = Array.from({ length: 10 }, (_, i) => (i === at ? broken : LAYERS[1]!));
      // Without descriptors none is the same as another, and none is known to be larger.
      const image = imageOfStreams(
        layers,
        async function* ({ stored }, signal) {
          if (stored === broken.stored) return yield* streamPieces(stored);
          for (let i = 0; i < 20_000 && !signal.aborted; i++) {
            yield stored.subarray(0, i === 0 ? 512 : 0);
            await sleep(1);
          }
        },
        false,
      );
      const before = countThreads();
      const start = performance.now();
      const reading = failureOf(readBuilt(image, { workers }));
      // Those that hang fill the threads where there are as many before the broken one.
      const isBlocked = at >= workers;
      const failure = await Promise.race([reading, sleep(isBlocked ? 300 : 20_000).then(() => undefined)]);
      if (isBlocked) {
        expect(failure).toBeUndefined();
        continue;
      }
      expect(failure).toMatchObject({ code: 'LAYER_CORRUPT', offsetBytes: 0 });
      expect(failure!.subject).toContain(`layer ${at} `);
      expect(performance.now() - start).toBeLessThan(20_000);
      expect(await threadsGoBackTo(before)).toBeLessThanOrEqual(before);
    }
  });

  test('a damaged file among many ends the reading of all others', async () => {
    const readBuilt = await build();
    const folder = makeTemporaryFolder();
    const layers = Array.from({ length: 12 }, (_, i) =>
      store(layer([file(`f${i}`, Buffer.alloc(MEGA, i)), file('end', `${i}`)])),
    );
    const image = imageOfFiles(folder, layers);
    for (const at of [0, 6, 11]) {
      const bytes = Buffer.from(layers[at]!.stored);
      bytes.fill(0xff, 0, 512);
      const other = imageOfFiles(join(folder, `broken ${at}`), [{ ...layers[at]!, stored: bytes }]);
      const mixed = image.layers.map((source, i) =>
        i === at ? { ...source, location: other.layers[0]!.location } : source,
      );
      const failure = await failureOf(readBuilt({ ...image, layers: mixed }, { workers: 2 }));
      expect(failure.code).toBe('LAYER_CORRUPT');
      expect(failure.subject).toContain(`layer ${at} `);
    }
  });

  test('a signal in the middle ends the reading promptly, and leaves no thread', async () => {
    const readBuilt = await build();
    const folder = makeTemporaryFolder();
    const zeros = store(layer([file('zeros', Buffer.alloc(60 * MEGA))]));
    const images: Record<string, OpenedImage> = {
      files: imageOfFiles(folder, [zeros, ...LAYERS]),
      streams: imageOfStreams([zeros, ...LAYERS]),
      hanging: imageOfStreams([zeros, ...LAYERS], async function* () {
        yield Buffer.alloc(512);
        await new Promise(() => {});
      }),
      export: imageOfExport([zeros, ...LAYERS]),
    };
    for (const [name, image] of Object.entries(images)) {
      const before = countThreads();
      const controller = new AbortController();
      let abortedAt = 0;
      const onProgress = ({ storedBytesDone }: ReadProgress): void => {
        if (storedBytesDone === 0 || abortedAt > 0) return;
        abortedAt = performance.now();
        controller.abort();
      };
      const failure = await failureOf(
        readBuilt(image, { workers: 2, signal: controller.signal, onProgress }),
      );
      expect({ name, code: failure.code }).toEqual({ name, code: 'ABORTED' });
      expect(performance.now() - abortedAt).toBeLessThan(15_000);
      expect(await threadsGoBackTo(before)).toBeLessThanOrEqual(before);
    }
  });
});

/** Reads one layer of 500 MB of zeros in a process of its own, and prints the most memory it took, in MB. */
const MEMORY_PROGRAM = `
const { readImage } = await import(process.env.READ);
const { createReadStream, existsSync, readFileSync, statSync } = await import('node:fs');
const path = process.env.BLOB;
const location = process.env.PLACE === 'file'
  ? { kind: 'file', path, offsetBytes: 0, sizeBytes: statSync(path).size,
      identity: { device: '', inode: '', sizeBytes: 0, mtimeNs: '', ctimeNs: '' } }
  : { kind: 'stream', open: () => createReadStream(path) };
const layer = { index: 0, diffId: process.env.DIFF_ID, descriptor: null, location };
const config = {
  platform: { os: 'linux', architecture: 'amd64' }, diffIds: [], history: [], json: {},
  run: { env: [], entrypoint: [], cmd: [], labels: {} },
};
const contents = await readImage(
  { transport: 'oci', reference: 'zeros', digest: '', config, annotations: {}, layers: [layer], diffIdsVouched: false },
  { workers: Number(process.env.WORKERS) },
);
// What getrusage tells holds the parent's most memory too.
const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
const kilobytes = /VmHWM:\\s*(\\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
console.log(JSON.stringify({
  megabytes: kilobytes / 1024,
  entryBytes: contents.layers[0].facts.entryBytes,
}));
`;

describe.runIf(isBuilt())('a layer of 500 MB of zeros', () => {
  const SIZE_BYTES = 500 * MEGA;
  const header = rawHeader({ name: 'zeros', size: SIZE_BYTES });
  const zeros = Buffer.alloc(MEGA);
  let blob: string;
  let diffId: string;

  // gzip allows several members one after the other, so one megabyte is compressed once.
  beforeAll(() => {
    const count = SIZE_BYTES / MEGA;
    const member = gzipSync(zeros);
    const end = Buffer.alloc(1024);
    blob = join(makeTemporaryFolder(), 'blob');
    writeFileSync(blob, Buffer.concat([gzipSync(header), ...Array(count).fill(member), gzipSync(end)]));
    const hash = createHash('sha256').update(header);
    for (let i = 0; i < count; i++) hash.update(zeros);
    diffId = `sha256:${hash.update(end).digest('hex')}`;
  });

  test.each([
    ['file', 0],
    ['stream', 1],
  ] as const)('as a %s with %d threads takes little memory', (place, workers) => {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', MEMORY_PROGRAM],
      {
        encoding: 'utf8',
        env: {
          ...process.env,
          READ: join(ROOT, 'dist/contents/read-image.js'),
          BLOB: blob,
          DIFF_ID: diffId,
          PLACE: place,
          WORKERS: String(workers),
        },
      },
    );
    expect(stderr).toBe('');
    const { megabytes, entryBytes } = JSON.parse(stdout) as { megabytes: number; entryBytes: number };
    expect(entryBytes).toBe(SIZE_BYTES);
    expect(megabytes).toBeLessThan(120);
  });
});
