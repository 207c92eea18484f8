import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { readImage } from '../../../src/contents/read-image.ts';
import { GrowthBudget } from '../../../src/contents/scan/growth-budget.ts';
import type { ScanJob } from '../../../src/contents/scan/scan-worker.ts';
import { importBuilt, isBuilt } from '../../support/built-modules.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer, scanBytes } from '../../support/layers.ts';
import { imageOfExport, imageOfStreams, locate, store, streamPieces } from '../../support/opened-images.ts';
import { base256, rawHeader } from '../../support/raw-tar.ts';
import { zstdFrame, zstdZeros } from '../../support/zstd-frames.ts';

const MEBIBYTE = 2 ** 20;
const LIMIT_MEBIBYTES = 16 * 1024;

afterEach(() => void vi.restoreAllMocks());

/** A file of zeros that takes 128 KiB for each of its bytes. */
function bombOf(mebibytes: number): Buffer {
  const header = rawHeader({ name: 'zeros', size: base256(BigInt(mebibytes * MEBIBYTE), 12) });
  return Buffer.concat([zstdFrame(header), zstdZeros(mebibytes * 8), zstdFrame(Buffer.alloc(1024))]);
}

/** A budget of which only so much is left. */
function budgetWith(mebibytes: number): GrowthBudget {
  const budget = new GrowthBudget();
  new Int32Array(budget.shared)[0] = LIMIT_MEBIBYTES - mebibytes;
  return budget;
}

test('a layer counts what it grows beyond 200-fold, each mebibyte once', () => {
  const budget = new GrowthBudget(undefined, 10 * MEBIBYTE);
  expect(budget.count(1000, 200_000, 0)).toBe(0);
  expect(budget.count(1000, 200_000 + MEBIBYTE - 1, 0)).toBe(0);
  expect(budget.count(1000, 200_000 + 4 * MEBIBYTE, 0)).toBe(4);
  expect(budget.count(1000, 200_000 + 6 * MEBIBYTE, 4)).toBe(6);
  // More stored bytes may make up for it later, but nothing is given back.
  expect(budget.count(1e6, 200_000 + 6 * MEBIBYTE, 6)).toBe(6);
  expect(budget.count(0, 4 * MEBIBYTE, 0)).toBe(4);
  expect(() => budget.count(0, MEBIBYTE, 0)).toThrow(
    expect.objectContaining({ code: 'LAYER_LIMIT', offsetBytes: MEBIBYTE, hint: expect.any(String) }),
  );
});

test('scans share a budget: two bombs that would each fit do not', async () => {
  const bomb = bombOf(100);
  expect(bomb.length * 200).toBeLessThan(2 * MEBIBYTE);
  const budget = budgetWith(150);
  await scanBytes(bomb, undefined, { budget });
  await expect(scanBytes(bomb, undefined, { budget })).rejects.toMatchObject({ code: 'LAYER_LIMIT' });
});

test('small layers count too, when they end', async () => {
  const bomb = bombOf(8);
  const budget = budgetWith(20);
  await scanBytes(bomb, undefined, { budget });
  await scanBytes(bomb, undefined, { budget });
  await expect(scanBytes(bomb, undefined, { budget })).rejects.toMatchObject({ code: 'LAYER_LIMIT' });
});

test('a layer that is stored as large as it is counts nothing', async () => {
  const tar = Buffer.concat([
    rawHeader({ name: 'f', size: base256(BigInt(MEBIBYTE), 12) }),
    Buffer.alloc(MEBIBYTE + 1024),
  ]);
  await scanBytes(tar, undefined, { budget: budgetWith(0) });
});

test('all layers of an image have one budget', async () => {
  const count = vi.spyOn(GrowthBudget.prototype, 'count');
  const layers = [1, 2].map((mebibytes) =>
    store(layer([file('zeros', Buffer.alloc(mebibytes * MEBIBYTE))]), 'gzip'),
  );
  await readImage(imageOfStreams(layers), { workers: 0 });
  await readImage(imageOfExport(layers), { workers: 0 });
  expect(count.mock.contexts).toHaveLength(4);
  expect(new Set(count.mock.contexts).size).toBe(2);
});

describe.runIf(isBuilt())('threads', () => {
  test.each(['file', 'stream'] as const)('share the budget of their image: a %s', async (kind) => {
    const { ScanPool } = await importBuilt<typeof import('../../../src/contents/scan/scan-pool.ts')>(
      'contents/scan/scan-pool.js',
    );
    const path = join(makeTemporaryFolder(), 'bomb');
    writeFileSync(path, bombOf(100));
    const job: ScanJob =
      kind === 'file' ? locate(path) : { kind: 'stream', open: () => streamPieces(bombOf(100)) };
    const pool = new ScanPool(2);
    const { signal } = new AbortController();
    try {
      await pool.scan(job, { budget: budgetWith(150) }, signal);
      const budget = budgetWith(150);
      const scans = [pool.scan(job, { budget }, signal), pool.scan(job, { budget }, signal)];
      const codes = (await Promise.allSettled(scans)).flatMap((scan) =>
        scan.status === 'rejected' ? [scan.reason.code] : [],
      );
      expect(codes).toContain('LAYER_LIMIT');
    } finally {
      await pool.close();
    }
  });
});
