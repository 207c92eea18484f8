// Layers of a registry read by a worker and handed on through a store.
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestKey } from '../../../src/contents/cache/blob-key.ts';
import { FactsCache } from '../../../src/contents/cache/facts-cache.ts';
import { packFacts, unpackFacts } from '../../../src/contents/cache/packed-facts.ts';
import { ALL_READINGS } from '../../../src/contents/facts/facts-readings.ts';
import { readImage } from '../../../src/contents/read-image.ts';
import type { DurableStore } from '../../../src/fleet/durable/durable-store.ts';
import { openSqliteStore } from '../../../src/fleet/durable/sqlite/sqlite-store.ts';
import { createLayerStep, layerBlockName, parseLayerInput } from '../../../src/fleet/scan/layer-step.ts';
import { scanOneLayer } from '../../../src/fleet/scan/scan-one-layer.ts';
import { spreadLayers } from '../../../src/fleet/scan/spread-layers.ts';
import type { Digest } from '../../../src/oci/bytes/digest.ts';
import { openImage } from '../../../src/oci/open-image.ts';
import { startCatalog } from '../../support/catalog-registry.ts';
import { makeImage, makeLayer, makeTemporaryFolder, sha256 } from '../../support/image-files.ts';
import { file, gzip, layer, scanBytes } from '../../support/layers.ts';

const OS = makeLayer({ 'etc/os': 'os' });
const APP = makeLayer({ 'app/main': 'app' });
const TOOL = makeLayer({ 'tool/main': 'tool' });
const IMAGES = [
  makeImage({ layers: [OS, APP] }),
  makeImage({ layers: [OS, TOOL] }),
  makeImage({ layers: [OS] }),
];
const LAYERS = [OS, APP, TOOL];
const signal = new AbortController().signal;

const newCache = (): FactsCache => new FactsCache({ folder: join(makeTemporaryFolder(), 'cache') });

/** A registry of the three images; `forged` blobs are sent in the place of the true ones. */
async function serve(forged: ReadonlyMap<string, Uint8Array> = new Map()) {
  const blobs = [...LAYERS.map(({ stored }) => stored), ...IMAGES.map(({ config }) => config)];
  const server = await startCatalog({
    repositories: Object.fromEntries(IMAGES.map(({ manifest }, i) => [`team/${i}`, { '1': manifest }])),
    blobs,
    intercept: (_, response, url) => {
      const blob = forged.get(url.pathname.split('/').at(-1)!);
      if (blob !== undefined) response.end(blob);
      return blob !== undefined;
    },
  });
  const targets = IMAGES.map((_, i) => ({
    reference: `docker://${server.host}/team/${i}:1`,
    platform: undefined,
  }));
  const countReads = (digest: string): number =>
    server.requests.filter(({ method, path }) => method === 'GET' && path.endsWith(digest)).length;
  return { server, targets, countReads };
}

/** A store with a worker of its own cache, as another machine has it. */
async function withWorker<Result>(work: (store: DurableStore) => Promise<Result>): Promise<Result> {
  const store = await openSqliteStore(join(makeTemporaryFolder(), 'durable.db'), {
    ...{ pollMs: 10, backOff: () => 10 },
  });
  const stop = new AbortController();
  const cache = newCache();
  const working = store.work(
    async (step, context) => {
      const options = { cache, signal: context.signal, onNotice: () => {} };
      const { result, block } = await scanOneLayer(parseLayerInput(step.input), options);
      await store.writeBlock(layerBlockName(step), block);
      return { ...result };
    },
    { jobs: 2, kinds: ['scan-layer'], name: 'worker', signal: stop.signal },
  );
  try {
    return await work(store);
  } finally {
    stop.abort();
    await working;
    await store.close();
  }
}

const optionsOf = (store: DurableStore, cache: FactsCache) => ({
  ...{ store, cache, signal, readings: ALL_READINGS, insecure: false },
  ...{ onNotice: () => {}, onStep: () => {} },
});

test('each layer is read once by the workers, and then known here', async () => {
  const { targets, countReads } = await serve();
  await withWorker(async (store) => {
    const cache = newCache();
    expect(await spreadLayers(targets, optionsOf(store, cache))).toMatchObject({ scans: 3, layers: 3 });
    for (const { digest } of LAYERS) expect(countReads(digest)).toBe(1);
    const image = await openImage(targets[0]!.reference, { signal });
    const { layers } = await readImage(image, { cache, signal });
    await image.close();
    expect(layers.map(({ isFromCache }) => isFromCache)).toEqual([true, true]);
    // A run on another machine has all of it from the store; none of that was read for it.
    expect(await spreadLayers(targets, optionsOf(store, newCache()))).toMatchObject({ scans: 0, layers: 0 });
    for (const { digest } of LAYERS) expect(countReads(digest)).toBe(1);
    // Nothing is asked where all is known.
    expect(await spreadLayers(targets, optionsOf(store, cache))).toMatchObject({ scans: 0 });
  });
});

test('a layer that is not what it claims is believed by nobody, and the others are read', async () => {
  const { targets } = await serve(new Map([[APP.digest, TOOL.stored]]));
  await withWorker(async (store) => {
    const cache = newCache();
    expect(await spreadLayers(targets, optionsOf(store, cache))).toMatchObject({ scans: 2 });
    expect(cache.readProof(digestKey(APP.digest as Digest))).toBeUndefined();
    expect(cache.readProof(digestKey(TOOL.digest as Digest))).toBeDefined();
  });
});

const digest = sha256('a');
const input = { reference: 'docker://h/a', insecure: false, digest, diffId: digest, readings: ALL_READINGS };

test('a step is told by what is read, not by the image that is named', () => {
  const { key } = createLayerStep(input);
  expect(createLayerStep({ ...input, reference: 'docker://h/b', insecure: true }).key).toBe(key);
  expect(createLayerStep({ ...input, readings: { packages: false, secretRules: null } }).key).not.toBe(key);
  expect(createLayerStep({ ...input, diffId: sha256('b') }).key).not.toBe(key);
});

test.each([[null], [1], [[]], [{}], [{ ...input, digest: '../../etc' }], [{ ...input, readings: null }]])(
  'an input that makes no sense is refused: %j',
  (wrong) => {
    expect(parseLayerInput(createLayerStep(input).input)).toEqual(input);
    expect(() => parseLayerInput(wrong as never)).toThrow(
      expect.objectContaining({ code: 'DATABASE_INVALID' }),
    );
  },
);

test('a block is taken as it was packed, and nothing else is', async () => {
  const scan = await scanBytes(gzip(layer([file('a', 'one'), file('b', 'two')])));
  const { facts, compression, storedBytes, shipped } = scan;
  const packed = {
    key: 'blob sha256:x',
    diffId: facts.diffId,
    readings: { packages: false, secretRules: null },
  };
  const from = newCache();
  expect(packFacts(from, packed)).toBeUndefined();
  from.write([packed.key], facts, { diffId: facts.diffId, compression, storedBytes, shipped });
  const block = packFacts(from, packed)!;
  const to = newCache();
  expect(unpackFacts(to, packed, block)).toBe(true);
  expect(packFacts(to, packed)).toEqual(block);
  expect(unpackFacts(newCache(), { ...packed, diffId: digest }, block)).toBe(false);
  fc.assert(
    fc.property(fc.nat({ max: block.byteLength - 1 }), fc.uint8Array({ maxLength: 40 }), (at, junk) => {
      const other = newCache();
      expect(unpackFacts(other, packed, block.subarray(0, at))).toBe(false);
      expect(unpackFacts(other, packed, junk)).toBe(false);
    }),
    { numRuns: 50 },
  );
});
