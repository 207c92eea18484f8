import { readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { GrowingRange } from '../../../src/contents/scan/growing-range.ts';
import { ScanPool } from '../../../src/contents/scan/scan-pool.ts';
import type { ScanJob } from '../../../src/contents/scan/scan-worker.ts';
import { PlimsollError } from '../../../src/errors.ts';
import { importBuilt, isBuilt } from '../../support/built-modules.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { cutIntoPieces, file, layer, scanBytes } from '../../support/layers.ts';
import { imageOfFiles, locate, type StoredLayer, store, streamPieces } from '../../support/opened-images.ts';

// Threads run what is built, which names its rules; what is scanned here must name them alike.
vi.mock('../../../src/secrets/rules-id.ts', async () => {
  const built = await import('../../support/built-modules.ts');
  return built.isBuilt() ? built.importBuilt('secrets/rules-id.js') : { RULES_ID: '' };
});

type PoolModule = typeof import('../../../src/contents/scan/scan-pool.ts');

const SMALL = store(layer([file('a', 'small'), file('b', 'other')]), 'gzip');
const BIG = store(layer([file('big', Buffer.alloc(3_000_000, 'big ')), file('last', 'x')]));
const never = new AbortController().signal;

const jobOf = ({ stored }: StoredLayer, pieceBytes = 10_000): ScanJob => ({
  kind: 'stream',
  open: () => streamPieces(stored, pieceBytes),
});

/** The code of what a promise fails with. */
async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no failure',
    (error: PlimsollError) => error.code,
  );
}

const pools: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
});
function keep<T extends { close(): Promise<void> }>(pool: T): T {
  pools.push(pool);
  return pool;
}

describe('without threads', () => {
  test('a file and a stream give the same, and tell their bytes', async () => {
    const folder = makeTemporaryFolder();
    imageOfFiles(folder, [BIG]);
    const told = [0, 0];
    const pool = keep(new ScanPool(0));
    const range = locate(join(folder, BIG.digest.slice(7)));
    const results = await Promise.all([
      pool.scan(range, {}, never, (bytes) => {
        told[0]! += bytes;
      }),
      pool.scan(jobOf(BIG), {}, never, (bytes) => {
        told[1]! += bytes;
      }),
    ]);
    const expected = (await scanBytes(BIG.stored)).facts;
    expect(results.map(({ facts }) => facts)).toEqual([expected, expected]);
    expect(told).toEqual([BIG.stored.byteLength, BIG.stored.byteLength]);
  });

  test('one layer is scanned after the other', async () => {
    const log: string[] = [];
    const logged = (name: string): ScanJob => ({
      kind: 'stream',
      async *open() {
        log.push(`${name} begins`);
        for (const piece of cutIntoPieces(SMALL.stored, 20)) {
          await sleep(1);
          yield piece;
        }
        log.push(`${name} ends`);
      },
    });
    const pool = keep(new ScanPool(0));
    await Promise.all(['a', 'b', 'c'].map((name) => pool.scan(logged(name), {}, never)));
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  test.each([0, -1, Number.NaN])('%d threads are none', async (workers) => {
    const { facts } = await keep(new ScanPool(workers)).scan(jobOf(SMALL), {}, never);
    expect(facts.entryCount).toBe(2);
  });

  test('the digest of the stored bytes comes where it is asked for', async () => {
    const pool = keep(new ScanPool(0));
    expect((await pool.scan(jobOf(SMALL), { wantStoredDigest: true }, never)).storedDigest).toBe(
      SMALL.digest,
    );
    expect((await pool.scan(jobOf(SMALL), {}, never)).storedDigest).toBeNull();
  });

  test('after a signal nothing is scanned any more', async () => {
    const controller = new AbortController();
    const pool = keep(new ScanPool(0));
    const first = pool.scan(jobOf(BIG), {}, controller.signal, () => controller.abort());
    const second = pool.scan(jobOf(SMALL), {}, controller.signal);
    expect(await Promise.all([first, second].map(codeOf))).toEqual(['ABORTED', 'ABORTED']);
    expect(await codeOf(pool.scan(jobOf(SMALL), {}, controller.signal))).toBe('ABORTED');
  });
});

describe('threads that cannot start', () => {
  // The sources have no layer-worker.js, so that every thread fails at once.
  test('fail each job instead of leaving it waiting', async () => {
    const pool = keep(new ScanPool(1));
    const jobs = [1, 2, 3].map(() => codeOf(pool.scan(jobOf(SMALL), {}, never)));
    expect(await Promise.all(jobs)).toEqual(['INTERNAL', 'INTERNAL', 'INTERNAL']);
    expect(await codeOf(pool.scan(jobOf(BIG), {}, never))).toBe('INTERNAL');
  });
});

describe.runIf(isBuilt())('with threads', () => {
  async function makePool(workers: number): Promise<ScanPool> {
    const { ScanPool: Built } = await importBuilt<PoolModule>('contents/scan/scan-pool.js');
    return keep(new Built(workers)) as ScanPool;
  }

  test.each([0.5, 1, 2, 1000])('%d of them give what a scan here gives', async (workers) => {
    const pool = await makePool(workers);
    const layers = [BIG, SMALL, SMALL, BIG, SMALL];
    const scans = await Promise.all(
      layers.map((stored, i) => pool.scan(jobOf(stored, 1000 * (i + 1)), { wantStoredDigest: true }, never)),
    );
    for (const [i, { facts, storedDigest, storedBytes, compression }] of scans.entries()) {
      const { stored, digest } = layers[i]!;
      expect(facts).toEqual((await scanBytes(stored)).facts);
      expect({ storedDigest, storedBytes, compression }).toEqual({
        storedDigest: digest,
        storedBytes: stored.byteLength,
        compression: layers[i] === SMALL ? 'gzip' : 'plain',
      });
    }
  });

  test('a file is told of and read from its offset on', async () => {
    const folder = makeTemporaryFolder();
    const large = store(layer([file('zeros', Buffer.alloc(20_000_000)), file('b', 'x')]));
    const image = imageOfFiles(folder, [store(Buffer.concat([Buffer.alloc(1000, 7), large.stored]))]);
    const { location } = image.layers[0]!;
    if (location.kind !== 'file') throw new Error('not a file');
    const told: number[] = [];
    const scan = await (await makePool(1)).scan(
      { ...location, offsetBytes: 1000, sizeBytes: large.stored.byteLength },
      {},
      never,
      (bytes) => told.push(bytes),
    );
    expect(scan.facts.diffId).toBe(large.diffId);
    expect(told.length).toBeGreaterThan(1);
    expect(told.reduce((sum, bytes) => sum + bytes)).toBe(large.stored.byteLength);
    expect(Math.min(...told)).toBeGreaterThanOrEqual(0);
  });

  test('a file that grows is followed to its end, and no further', async () => {
    const path = join(makeTemporaryFolder(), 'growing');
    const handle = await open(path, 'w+');
    await handle.write('before');
    const range = new GrowingRange();
    const job = { kind: 'growing', fd: handle.fd, offsetBytes: 6, range } as const;
    const scan = (await makePool(1)).scan(job, {}, never);
    let written = 0;
    for (const piece of cutIntoPieces(BIG.stored, 700_000)) {
      await handle.write(piece);
      written += piece.byteLength;
      range.grow(written);
      await sleep(5);
    }
    await handle.write('after');
    range.end(written);
    expect((await scan).facts).toEqual((await scanBytes(BIG.stored)).facts);
    await handle.close();
  });

  test('a file that grows no more ends with its writer, or with the pool', async () => {
    const path = join(makeTemporaryFolder(), 'growing');
    const handle = await open(path, 'w+');
    await handle.write(BIG.stored.subarray(0, 1_000_000));
    const pool = await makePool(1);
    for (const end of [(range: GrowingRange) => range.end(undefined), () => pool.close()]) {
      const range = new GrowingRange();
      range.grow(1_000_000);
      const job = { kind: 'growing', fd: handle.fd, offsetBytes: 0, range } as const;
      const code = codeOf(pool.scan(job, {}, never));
      await sleep(50);
      await end(range);
      expect(await code).toBe('ABORTED');
    }
    await handle.close();
  });

  test('errors keep their code, offset and hint', async () => {
    const broken = Buffer.from(BIG.stored);
    broken.fill(0xff, 0, 512);
    const pool = await makePool(1);
    const failing = pool.scan(jobOf(store(broken)), {}, never);
    await expect(failing).rejects.toMatchObject({ code: 'LAYER_CORRUPT', offsetBytes: 0 });
    const gone = { ...locate(import.meta.filename), path: '/nowhere/at/all' };
    await expect(pool.scan(gone, {}, never)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      subject: '/nowhere/at/all',
    });
    // The thread goes on with the next layer.
    expect((await pool.scan(jobOf(SMALL), {}, never)).facts.diffId).toBe(SMALL.diffId);
  });

  test('a failed layer ends its stream at once, also one that hangs', async () => {
    let isClosed = false;
    const pool = await makePool(1);
    const hanging: ScanJob = {
      kind: 'stream',
      async *open() {
        try {
          // A whole piece: stored bytes are taken by pieces of 64 KiB.
          yield Buffer.alloc(2 ** 16, 7);
          await sleep(60_000, undefined, { ref: false });
          yield Buffer.alloc(2 ** 16, 7);
        } finally {
          isClosed = true;
        }
      },
    };
    const start = performance.now();
    expect(await codeOf(pool.scan(hanging, {}, never))).toBe('LAYER_CORRUPT');
    expect(performance.now() - start).toBeLessThan(20_000);
    const endless: ScanJob = {
      kind: 'stream',
      async *open() {
        try {
          for (;;) {
            await sleep(1);
            yield Buffer.alloc(2000, 7);
          }
        } finally {
          isClosed = true;
        }
      },
    };
    expect(await codeOf(pool.scan(endless, {}, never))).toBe('LAYER_CORRUPT');
    await sleep(20);
    expect(isClosed).toBe(true);
  });

  test('what is still said of a job given up is not taken for the next one', async () => {
    const pool = await makePool(1);
    for (let round = 0; round < 5; round++) {
      const breaking: ScanJob = {
        kind: 'stream',
        async *open() {
          // Much to do for the thread, and at the end something that is no tar.
          yield* streamPieces(BIG.stored.subarray(0, 3_000_000), 500_000);
          yield Buffer.alloc(1_000_000, 7);
          throw new PlimsollError('REGISTRY_UNREACHABLE', 'the connection broke');
        },
      };
      expect(await codeOf(pool.scan(breaking, {}, never))).toBe('REGISTRY_UNREACHABLE');
      let told = 0;
      const scan = await pool.scan(jobOf(BIG, 100_000), {}, never, (bytes) => {
        told += bytes;
      });
      expect(scan.facts.diffId).toBe(BIG.diffId);
      expect(scan.facts.contents).toEqual((await scanBytes(BIG.stored)).facts.contents);
      expect(told).toBe(BIG.stored.byteLength);
    }
  });

  test('a fast stream waits for a slow thread', async () => {
    // 30 MB that take the thread longer to scan than the stream to give.
    const large = store(layer(Array.from({ length: 30_000 }, (_, i) => file(`f${i}`, Buffer.alloc(500, i)))));
    let given = 0;
    let consumed = 0;
    let most = 0;
    const job: ScanJob = {
      kind: 'stream',
      async *open() {
        for (const piece of cutIntoPieces(large.stored, 64 * 1024)) {
          given += piece.byteLength;
          most = Math.max(most, given - consumed);
          yield piece;
        }
      },
    };
    const pool = await makePool(1);
    await pool.scan(job, {}, never, (bytes) => {
      consumed += bytes;
    });
    expect(consumed).toBe(large.stored.byteLength);
    expect(most).toBeLessThanOrEqual(4 * 1024 * 1024 + 2 * 64 * 1024);
  });

  test('small pieces of a large buffer are sent as what they are', async () => {
    const large = Buffer.alloc(64 * 1024 * 1024);
    Buffer.from(BIG.stored).copy(large);
    const whole = large.subarray(0, BIG.stored.byteLength);
    const pool = await makePool(1);
    const before = process.memoryUsage().rss;
    const start = performance.now();
    const scan = await pool.scan(jobOf({ ...BIG, stored: whole }, 4096), {}, never);
    expect(scan.facts.diffId).toBe(BIG.diffId);
    // 730 pieces; with the whole buffer in each message they would be 47 GB.
    expect(process.memoryUsage().rss - before).toBeLessThan(500 * 2 ** 20);
    expect(performance.now() - start).toBeLessThan(30_000);
  });

  test('a signal ends every scan, under way or waiting, and every thread', async () => {
    const countThreads = (): number =>
      process.platform === 'linux' ? readdirSync('/proc/self/task').length : 0;
    const pool = await makePool(2);
    const before = countThreads();
    const controller = new AbortController();
    const endless: ScanJob = {
      kind: 'stream',
      async *open() {
        yield BIG.stored.subarray(0, 512);
        for (;;) {
          await sleep(1);
          yield Buffer.alloc(512);
        }
      },
    };
    const hanging: ScanJob = {
      kind: 'stream',
      async *open() {
        await new Promise(() => {});
        yield Buffer.alloc(0);
      },
    };
    const codes = [endless, hanging, jobOf(SMALL), endless, hanging, jobOf(BIG)].map((job) =>
      codeOf(pool.scan(job, {}, controller.signal)),
    );
    await sleep(200);
    if (process.platform === 'linux') expect(countThreads()).toBeGreaterThan(before);
    const start = performance.now();
    controller.abort();
    expect(await Promise.all(codes)).toEqual(Array(6).fill('ABORTED'));
    expect(performance.now() - start).toBeLessThan(10_000);
    await pool.close();
    for (let i = 0; i < 1000 && countThreads() > before; i++) await sleep(10);
    expect(countThreads()).toBeLessThanOrEqual(before);
  });

  test('a closed pool scans nothing any more', async () => {
    const pool = await makePool(1);
    await pool.scan(jobOf(SMALL), {}, never);
    await pool.close();
    expect(await codeOf(pool.scan(jobOf(SMALL), {}, never))).toBe('ABORTED');
  });

  test('many scans with one signal are no leak of listeners', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    const { signal } = new AbortController();
    const pool = await makePool(2);
    await Promise.all(Array.from({ length: 30 }, () => pool.scan(jobOf(SMALL), {}, signal)));
    await sleep(10);
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });
});
