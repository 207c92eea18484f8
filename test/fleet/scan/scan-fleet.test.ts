import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FactsCache } from '../../../src/contents/cache/facts-cache.ts';
import { readImage } from '../../../src/contents/read-image.ts';
import { scanFleet } from '../../../src/fleet/scan/scan-fleet.ts';
import { openImage } from '../../../src/oci/open-image.ts';
import { failureOf, makeTemporaryFolder } from '../../support/image-files.ts';
import { makeFleet, writeFleet } from '../../support/made-fleet.ts';

const folder = makeTemporaryFolder();
const fleet = makeFleet(12);
const references = writeFleet(join(folder, 'fleet'), fleet);
const signal = new AbortController().signal;
const scan = async (
  reference: string,
  run: {
    readonly cache: FactsCache;
    readonly shared: NonNullable<Parameters<typeof readImage>[1]>['shared'];
  },
) => {
  const image = await openImage(reference, { signal });
  try {
    const { layers } = await readImage(image, { cache: run.cache, shared: run.shared!, signal });
    return { reference, layers: layers.length, folder: run.cache.folder! };
  } finally {
    await image.close();
  }
};

describe.each([
  ['with a cache', () => new FactsCache({ folder: join(folder, 'cache') })],
  ['without one', () => undefined],
  // It holds nothing beyond the end of the run, but all of it until then.
  ['with one that is too small', () => new FactsCache({ folder: join(folder, 'small'), limitBytes: 1 })],
])('a fleet %s', (name, makeCache) => {
  test('is read once, and told in its order', async () => {
    const taken: Awaited<ReturnType<typeof scan>>[] = [];
    const read = await scanFleet(references, {
      scan,
      take: (result) => void taken.push(result),
      onFailure: async (_, error) => {
        throw error;
      },
      cache: makeCache(),
      workers: 0,
      signal,
    });
    const unique = fleet.uniqueLayers.length;
    expect(read).toMatchObject({ scans: unique, layers: unique });
    expect(taken.map(({ reference }) => reference)).toEqual(references);
    if (name === 'without one') expect(existsSync(taken[0]!.folder)).toBe(false);
  });
});

test('what fails, in reading or in taking, is told, and the rest goes on', async () => {
  const failed: string[] = [];
  const taken: string[] = [];
  await scanFleet(['./gone.tar', ...references.slice(0, 3)], {
    scan,
    take: ({ reference }) => {
      if (reference === references[1]) throw new Error('cannot be taken');
      taken.push(reference);
    },
    onFailure: async (target) => void failed.push(target),
    cache: undefined,
    workers: 0,
    signal,
  });
  expect(failed).toEqual(['./gone.tar', references[1]]);
  expect(taken).toEqual([references[0], references[2]]);
});

test('a run that is stopped ends as stopped, whatever its images say', async () => {
  const stop = new AbortController();
  const run = scanFleet(references, {
    scan: async (reference, shared) => {
      stop.abort();
      return scan(reference, shared);
    },
    take: () => {},
    onFailure: async () => {},
    cache: undefined,
    workers: 0,
    signal: stop.signal,
  });
  expect((await failureOf(run)).code).toBe('ABORTED');
});
