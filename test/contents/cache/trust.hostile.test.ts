// What the cache must never do: give a blob the facts of another one, whatever a config or a manifest claims.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { digestKey, fileKey } from '../../../src/contents/cache/blob-key.ts';
import { FactsCache } from '../../../src/contents/cache/facts-cache.ts';
import { pathText } from '../../../src/contents/facts/layer-facts.ts';
import type { ImageContents } from '../../../src/contents/image-contents.ts';
import { readImage } from '../../../src/contents/read-image.ts';
import { isSameFile, waitForTick } from '../../../src/oci/image/file-identity.ts';
import type { OpenedImage } from '../../../src/oci/image/image.ts';
import { openImage } from '../../../src/oci/open-image.ts';
import { packModernSave } from '../../support/docker-archives.ts';
import {
  failureOf,
  hexOf,
  makeImage,
  makeLayer,
  makeTemporaryFolder,
  packLayout,
  packTar,
  toMembers,
  writeTree,
} from '../../support/image-files.ts';
import { file, layer } from '../../support/layers.ts';
import {
  claim,
  imageOfExport,
  imageOfFiles,
  imageOfStreams,
  locate,
  type StoredLayer,
  store,
} from '../../support/opened-images.ts';

const CLEAN = store(layer([file('etc/clean', 'nothing to see')]), 'gzip');
const EVIL = store(layer([file('root/miner', 'evil')]), 'gzip');

let folder: string;
let cache: FactsCache;
let reads: number;

beforeEach(() => {
  folder = makeTemporaryFolder();
  cache = new FactsCache({ folder: join(folder, 'cache') });
  reads = 0;
});

const read = (image: OpenedImage, verify = false): Promise<ImageContents> =>
  readImage(image, { cache, verify, workers: 0 });

function paths({ layers }: ImageContents): string[][] {
  return layers.map(({ facts }) => Array.from({ length: facts.entryCount }, (_, i) => pathText(facts, i)));
}

function fromCache({ layers }: ImageContents): boolean[] {
  return layers.map(({ isFromCache }) => isFromCache);
}

/** A registry: serves each blob whole and, as its contract says, compares the digest. */
function registry(...layers: readonly StoredLayer[]): OpenedImage {
  return imageOfStreams(layers, async function* (blob) {
    reads++;
    yield blob.stored;
    if (store(blob.stored).diffId !== blob.digest) throw new Error('the source compares digests');
  });
}

describe("a forged config that names a clean layer's diffId over another blob", () => {
  const FORGED = claim(EVIL, { diffId: CLEAN.diffId });

  test.each(['files', 'registry'] as const)('%s', async (place) => {
    const open = (blob: StoredLayer): OpenedImage =>
      place === 'files' ? imageOfFiles(join(folder, 'blobs'), [blob]) : registry(blob);
    await read(open(CLEAN));
    expect(fromCache(await read(open(CLEAN)))).toEqual([true]);
    // Neither where the blob was never read, nor where it was read under its true name.
    expect((await failureOf(read(open(FORGED)))).code).toBe('DIFFID_MISMATCH');
    await read(open(EVIL));
    expect((await failureOf(read(open(FORGED)))).code).toBe('DIFFID_MISMATCH');
    expect(paths(await read(open(EVIL)))).toEqual([['root/miner']]);
    expect(paths(await read(open(CLEAN)))).toEqual([['etc/clean']]);
  });

  test.each(['oci', 'docker-archive', 'oci-archive'] as const)('%s', async (transport) => {
    const clean = makeLayer({ 'etc/clean': 'nothing to see' });
    const evil = makeLayer({ 'root/miner': 'evil' });
    const lie = { config: { rootfs: { type: 'layers', diff_ids: [clean.diffId] } } };
    const open = async (name: string, image: ReturnType<typeof makeImage>): Promise<OpenedImage> => {
      const path = join(folder, name);
      if (transport === 'oci') writeTree(path, packLayout([image]));
      else if (transport === 'oci-archive') writeFileSync(path, packTar(toMembers(packLayout([image]))));
      else writeFileSync(path, packTar(packModernSave(image)));
      return openImage(`${transport}:${path}`, { platform: 'linux/amd64' });
    };
    await read(await open('clean', makeImage({ layers: [clean] })));
    await read(await open('true', makeImage({ layers: [evil] })));
    const forged = await open('forged', makeImage({ layers: [evil], ...lie }));
    expect((await failureOf(read(forged))).code).toBe('DIFFID_MISMATCH');
    expect((await failureOf(read(forged))).code).toBe('DIFFID_MISMATCH');
  });

  test('where the same diffId is claimed for two blobs of one image', async () => {
    for (const image of [imageOfFiles(join(folder, 'blobs'), [CLEAN, FORGED]), registry(CLEAN, FORGED)])
      expect((await failureOf(read(image))).code).toBe('DIFFID_MISMATCH');
    const nameless = imageOfStreams([CLEAN, FORGED], undefined, false);
    expect((await failureOf(read(nameless))).code).toBe('DIFFID_MISMATCH');
  });

  test('where the same digest is claimed for two blobs of one image', async () => {
    const twice = imageOfFiles(join(folder, 'a'), [CLEAN]);
    const other = imageOfFiles(join(folder, 'b'), [
      claim(EVIL, { diffId: CLEAN.diffId, digest: CLEAN.digest }),
    ]);
    const both = { ...twice, layers: [twice.layers[0]!, { ...other.layers[0]!, index: 1 }] };
    expect((await failureOf(read(both))).code).toBe('DIFFID_MISMATCH');
  });
});

describe('a vouching engine', () => {
  const PLAIN = store(layer([file('etc/clean', 'nothing to see')]));

  test('is taken at its word for what our own read has proven, and only then', async () => {
    const first = imageOfExport([PLAIN]);
    expect(fromCache(await read(first))).toEqual([false]);
    const second = imageOfExport([PLAIN]);
    expect(fromCache(await read(second))).toEqual([true]);
    expect(second.readNames).toEqual([]);
  });

  test('proves nothing about blobs elsewhere, and they prove nothing about its export', async () => {
    await read(imageOfExport([PLAIN]));
    expect(fromCache(await read(registry(PLAIN)))).toEqual([false]);
    await read(registry(EVIL));
    expect(fromCache(await read(imageOfExport([EVIL])))).toEqual([false]);
  });

  test('whose export is not what it says is found out', async () => {
    const lying = imageOfExport([PLAIN], [{ stored: EVIL.stored, layerIndexes: [0] }]);
    expect((await failureOf(read(lying))).code).toBe('DIFFID_MISMATCH');
    expect(fromCache(await read(imageOfExport([PLAIN])))).toEqual([false]);
  });

  test('an export that nobody vouches for is always read', async () => {
    await read(imageOfExport([PLAIN]));
    expect(fromCache(await read({ ...imageOfExport([PLAIN]), diffIdsVouched: false }))).toEqual([false]);
  });

  test('whose layer came compressed is not known by the diffId, which another engine may have plain', async () => {
    const packed = store(PLAIN.stored, 'gzip');
    expect(packed.diffId).toBe(PLAIN.diffId);
    for (const layer of [packed, packed, PLAIN]) {
      const { layers } = await read(imageOfExport([layer]));
      expect(layers[0]!.storedBytes).toBe(layer.stored.byteLength);
    }
  });
});

describe("an engine with containerd's store", () => {
  const exported = (layer: StoredLayer, stored = layer.stored): OpenedImage =>
    imageOfExport([layer], [{ stored, layerIndexes: [0] }], true);

  test('goes by the digests of blobs, which are compared: one proof serves engine and registry', async () => {
    await read(exported(CLEAN));
    expect(fromCache(await read(registry(CLEAN)))).toEqual([true]);
    await read(registry(EVIL));
    expect(fromCache(await read(exported(EVIL)))).toEqual([true]);
  });

  test('whose blob has another digest than its name is found out, and leaves no proof', async () => {
    const other = store(layer([file('etc/clean', 'nothing to see')]));
    expect(other.diffId).toBe(CLEAN.diffId);
    expect((await failureOf(read(exported(CLEAN, other.stored)))).code).toBe('DIGEST_MISMATCH');
    expect(fromCache(await read(registry(CLEAN)))).toEqual([false]);
  });

  test("whose config forges a layer's diffId is found out", async () => {
    await read(exported(CLEAN));
    expect((await failureOf(read(exported(claim(EVIL, { diffId: CLEAN.diffId }))))).code).toBe(
      'DIFFID_MISMATCH',
    );
  });
});

describe('a local file', () => {
  const A = store(layer([file('a', 'one version')]));
  const B = store(layer([file('b', 'the  other ')]));

  test('is known again while it is the same, and only by the same range of it', async () => {
    const image = imageOfFiles(folder, [A]);
    await read(image);
    expect(fromCache(await read(imageOfFiles(folder, [A])))).toEqual([true]);
    const location = locate(join(folder, hexOf(A.digest)));
    const shifted = { ...location, offsetBytes: 1024, sizeBytes: location.sizeBytes - 1024 };
    const moved = { ...image, layers: [{ ...image.layers[0]!, location: shifted }] };
    expect((await failureOf(read(moved))).code).toBe('DIFFID_MISMATCH');
  });

  test.each(['in this thread', 'with a digest that the scan does not compute'])(
    'that changes after it was opened proves nothing under what it was before: %s',
    async (how) => {
      const path = join(folder, hexOf(A.digest));
      imageOfFiles(folder, [A]);
      const location = locate(path);
      await sleep(20);
      writeFileSync(path, B.stored);
      const digest = `sha512:${createHash('sha512').update(B.stored).digest('hex')}` as const;
      const descriptor = { mediaType: '', digest, sizeBytes: B.stored.length };
      const isVerified = how !== 'in this thread';
      const image: OpenedImage = {
        ...imageOfFiles(folder, []),
        layers: [{ index: 0, diffId: B.diffId, descriptor: isVerified ? descriptor : null, location }],
      };
      if (isVerified) expect((await failureOf(read(image, true))).code).toBe('FILE_UNREADABLE');
      else expect(paths(await read(image))).toEqual([['b']]);
      expect(cache.readProof(fileKey(location))).toBeUndefined();
      expect(cache.readProof(digestKey(digest))).toBeUndefined();
    },
  );

  test('that was written a moment ago is read only when a further change would show', async () => {
    const path = join(folder, 'young');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, A.stored);
    const { identity } = locate(path);
    await waitForTick([identity]);
    // The kernel's clock for times of change may not have ticked in a shorter time.
    writeFileSync(path, B.stored);
    expect(isSameFile(locate(path).identity, identity)).toBe(false);
  });

  test('that was replaced in place, with the same size and time of change, is read again', async () => {
    expect(A.stored.byteLength).toBe(B.stored.byteLength);
    const path = join(folder, hexOf(A.digest));
    imageOfFiles(folder, [A]);
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    const before = locate(path).identity;
    expect(paths(await read(imageOfFiles(folder, [A])))).toEqual([['a']]);
    // The kernel's clock for times of change ticks every few milliseconds.
    await sleep(20);
    writeFileSync(path, B.stored);
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    expect({ ...locate(path).identity, ctimeNs: before.ctimeNs }).toEqual(before);
    const claimed = imageOfFiles(folder, []);
    const layerOf = (diffId: StoredLayer['diffId']): OpenedImage => ({
      ...claimed,
      layers: [{ index: 0, diffId, descriptor: null, location: locate(path) }],
    });
    expect((await failureOf(read(layerOf(A.diffId)))).code).toBe('DIFFID_MISMATCH');
    expect(paths(await read(layerOf(B.diffId)))).toEqual([['b']]);
  });

  test('a copy of it is read again', async () => {
    await read(imageOfFiles(folder, [A]));
    copyFileSync(join(folder, hexOf(A.digest)), join(folder, 'copy'));
    const image = imageOfFiles(folder, [A]);
    const copy = { ...image, layers: [{ ...image.layers[0]!, location: locate(join(folder, 'copy')) }] };
    expect(fromCache(await read(copy))).toEqual([false]);
  });
});

describe('a blob file that is named by a digest it does not have', () => {
  // The layout says: the blob CLEAN.digest has the diffId of EVIL. The bytes are EVIL's.
  const NAMED_CLEAN = claim(EVIL, { digest: CLEAN.digest });

  test('is read as what it is, and does not stand for that digest later', async () => {
    expect(paths(await read(imageOfFiles(folder, [NAMED_CLEAN])))).toEqual([['root/miner']]);
    // A registry's blob of that digest, under the very same claims, is fetched and found out.
    const served = claim(CLEAN, { diffId: EVIL.diffId });
    expect((await failureOf(read(registry(served)))).code).toBe('DIFFID_MISMATCH');
    expect(reads).toBe(1);
    expect(paths(await read(registry(CLEAN)))).toEqual([['etc/clean']]);
    expect(reads).toBe(2);
  });

  test('is found by verify, which reads again, and leaves no proof', async () => {
    const image = imageOfFiles(folder, [NAMED_CLEAN]);
    await read(image);
    const failure = await failureOf(read(image, true));
    expect(failure.code).toBe('DIGEST_MISMATCH');
    expect(failure.subject).toContain('layer 0');
    expect(failure.message).toContain(EVIL.digest);
    expect((await failureOf(read(registry(claim(CLEAN, { diffId: EVIL.diffId }))))).code).toBe(
      'DIFFID_MISMATCH',
    );
  });

  test('is found by verify with sha512 too, and leaves no proof', async () => {
    const digest = `sha512:${'0'.repeat(128)}` as const;
    const image = imageOfFiles(folder, [claim(EVIL, { digest })]);
    expect((await failureOf(read(image, true))).code).toBe('DIGEST_MISMATCH');
    await read(image);
    const other = imageOfStreams([claim(CLEAN, { digest, diffId: EVIL.diffId })]);
    expect((await failureOf(read(other))).code).toBe('DIFFID_MISMATCH');
  });
});

describe('verify', () => {
  test('reads again and proves the digest, so that a registry can serve the same blob unread', async () => {
    const image = imageOfFiles(folder, [CLEAN]);
    await read(image);
    expect(fromCache(await read(image, true))).toEqual([false]);
    const contents = await read(registry(CLEAN));
    expect(fromCache(contents)).toEqual([true]);
    expect(reads).toBe(0);
    expect(contents.layers[0]!.storedBytes).toBe(CLEAN.stored.byteLength);
  });

  test('accepts a sha512 digest that is right', async () => {
    const digest = `sha512:${createHash('sha512').update(EVIL.stored).digest('hex')}` as const;
    const image = imageOfFiles(folder, [claim(EVIL, { digest })]);
    expect(paths(await read(image, true))).toEqual([['root/miner']]);
  });

  test('finds a layout that was damaged after it was read, though the times are the same', async () => {
    const clean = makeLayer({ 'etc/clean': 'nothing' }, 'plain');
    const path = writeTree(join(folder, 'layout'), packLayout([makeImage({ layers: [clean] })]));
    const open = (): Promise<OpenedImage> => openImage(path, { platform: 'linux/amd64' });
    const before = await open();
    await read(before);
    const blob = join(path, 'blobs/sha256', hexOf(clean.digest));
    const bytes = readFileSync(blob);
    bytes[512]! ^= 1;
    writeFileSync(blob, bytes);
    // Opened before the damage: the identity is the old one, and only reading tells.
    expect(fromCache(await read(before))).toEqual([true]);
    expect(await failureOf(read(before, true))).toMatchObject({
      code: 'FILE_UNREADABLE',
      message: 'it changed while it was read',
    });
    expect((await failureOf(read(await open(), true))).code).toBe('DIFFID_MISMATCH');
  });
});

test('a cache whose proof and facts do not fit together is not believed', async () => {
  const { facts } = (await read(registry(CLEAN))).layers[0]!;
  cache.write([`blob ${CLEAN.digest}`], facts, {
    diffId: CLEAN.diffId,
    compression: 'gzip',
    storedBytes: 5,
    shipped: new Float64Array(facts.entryCount + 1),
  });
  reads = 0;
  const contents = await read(registry(CLEAN));
  expect(fromCache(contents)).toEqual([false]);
  expect(contents.layers[0]!.storedBytes).toBe(CLEAN.stored.byteLength);
});
