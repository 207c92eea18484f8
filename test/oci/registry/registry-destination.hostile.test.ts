import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { digestBytes } from '../../../src/oci/bytes/digest.ts';
import type { BlobSource } from '../../../src/oci/image/destination.ts';
import { openRegistryDestination } from '../../../src/oci/registry/registry-destination.ts';
import { file, layer } from '../../support/layers.ts';
import { makeFastSettings } from '../../support/registry-server.ts';
import {
  startWritableRegistry,
  type WritableRegistry,
  type WritableSettings,
} from '../../support/writable-registry.ts';
import { fromBytes, makeImage, never, writeImage } from '../../support/written-images.ts';

const MIB = 1024 * 1024;
const CONTENT = randomBytes(30 * MIB);
const IMAGE = makeImage([layer([file('a')]), layer([file('b', CONTENT)])]);

async function write(registry: WritableRegistry, more = {}): Promise<void> {
  const destination = await openRegistryDestination(registry.refer(), {}, makeFastSettings(more));
  try {
    await writeImage(destination, IMAGE);
  } finally {
    await destination.close();
  }
}

/** Whether the part begins where a chunk does, and not where one was cut. */
function isMultipleOfChunk(range: string | undefined): boolean {
  return Number(range?.split('-')[0]) % (8 * MIB) === 0;
}

/** The tag means the whole image. */
function expectWhole(registry: WritableRegistry): void {
  const manifest = registry.manifests.get('team/app')?.get('latest');
  expect(manifest?.equals(IMAGE.documents[0]!.bytes)).toBe(true);
  for (const { digest } of [...IMAGE.layers, IMAGE.config]) {
    const blob = registry.blobs.get('team/app')?.get(digest!);
    expect(`sha256:${createHash('sha256').update(blob!).digest('hex')}`).toBe(digest);
  }
}

describe('a registry with bad days', () => {
  test.each<[string, WritableSettings['fault']]>([
    ['drops every tenth request', (count) => (count % 10 === 0 ? 'drop' : undefined)],
    ['drops every third request', (count) => (count % 3 === 0 ? 'drop' : undefined)],
    ['loses every fifth answer', (count) => (count % 5 === 0 ? 'lose-answer' : undefined)],
    [
      'cuts every chunk once',
      (_, { method, headers }) =>
        method === 'PATCH' && isMultipleOfChunk(headers['content-range']) ? 'cut-body' : undefined,
    ],
    [
      'answers 503 to every fourth request',
      (count) => (count % 4 === 0 ? { status: 503, headers: { 'retry-after': '1' } } : undefined),
    ],
    [
      'answers 429 to every fourth request',
      (count) => (count % 4 === 0 ? { status: 429, headers: { 'retry-after': '2' } } : undefined),
    ],
  ])('%s, and has the whole image in the end', async (_, fault) => {
    const registry = await startWritableRegistry({ fault: fault! });
    await write(registry);
    expectWhole(registry);
  });

  test('waits as long as it is told to', async () => {
    const registry = await startWritableRegistry({
      fault: (count) => (count === 4 ? { status: 429, headers: { 'retry-after': '7' } } : undefined),
    });
    const settings = makeFastSettings();
    await write(registry, settings);
    expect(settings.pauses).toContain(7000);
  });

  test('continues a chunk that was cut where it was cut', async () => {
    let cuts = 0;
    const registry = await startWritableRegistry({
      fault: (_, { method }) => (method === 'PATCH' && cuts++ === 1 ? 'cut-body' : undefined),
    });
    await write(registry);
    expectWhole(registry);
    const sizeBytes = [...IMAGE.layers, IMAGE.config].reduce((sum, blob) => sum + blob.sizeBytes!, 0);
    expect(registry.receivedBytes).toBe(sizeBytes);
  });

  test('tokens that are over in the middle of an upload are made anew', async () => {
    const registry = await startWritableRegistry({ requestsAToken: 2 });
    const destination = await openRegistryDestination(registry.refer(), {}, makeFastSettings());
    // One after the other: side by side, one token would be spent by many before the first answer.
    for (const blob of [...IMAGE.layers, IMAGE.config]) await destination.writeBlob(blob, never());
    await destination.commit({ documents: IMAGE.documents }, never());
    await destination.close();
    expectWhole(registry);
    expect(registry.scopes.length).toBeGreaterThan(5);
    expect(new Set(registry.scopes)).toEqual(new Set(['repository:team/app:pull,push']));
  });
});

describe('a registry that fails in the end', () => {
  test('shows nothing under the tag; the next run sends only what is missing', async () => {
    let isWell = false;
    const registry = await startWritableRegistry({
      fault: (_, { method, url }) =>
        !isWell && method === 'PUT' && url!.includes('/manifests/') ? 'drop' : undefined,
    });
    await expect(write(registry)).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
    expect(registry.manifests.get('team/app')?.has('latest') ?? false).toBe(false);
    const before = registry.receivedBytes;
    isWell = true;
    await write(registry);
    expect(registry.receivedBytes).toBe(before);
    expectWhole(registry);
  });

  test('forgets uploads again and again', async () => {
    const registry = await startWritableRegistry({
      fault: (_, { method }) => (method === 'PATCH' ? { status: 404 } : undefined),
    });
    await expect(write(registry)).rejects.toMatchObject({ code: 'REGISTRY_INVALID' });
  });

  test('refuses, and says why', async () => {
    const registry = await startWritableRegistry({
      fault: (_, { method }) => (method === 'POST' ? { status: 403 } : undefined),
    });
    await expect(write(registry)).rejects.toMatchObject({
      code: 'REGISTRY_REFUSED',
      message: expect.stringContaining('does not let you write'),
    });
  });
});

describe('a source that is not what it says', () => {
  const bad = (source: Partial<BlobSource>): BlobSource => ({ ...fromBytes(CONTENT), ...source });

  test.each([
    ['other bytes', bad({ open: fromBytes(randomBytes(CONTENT.length)).open })],
    ['too few', bad({ open: fromBytes(CONTENT.subarray(1)).open })],
    ['too many', bad({ open: fromBytes(Buffer.concat([CONTENT, CONTENT])).open })],
  ])('%s', async (_, source) => {
    const registry = await startWritableRegistry();
    const destination = await openRegistryDestination(registry.refer(), {}, makeFastSettings());
    await expect(destination.writeBlob(source, never())).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
    await destination.close();
    expect(registry.blobs.get('team/app')?.size ?? 0).toBe(0);
    expect(registry.log.at(-1)).toBe('DELETE /v2/team/app/blobs/uploads/ID?state=25165824');
  });

  test('what it throws comes out as it is, and nothing is tried again', async () => {
    const registry = await startWritableRegistry();
    const destination = await openRegistryDestination(registry.refer(), {}, makeFastSettings());
    let opened = 0;
    const source = bad({
      async *open() {
        opened += 1;
        yield CONTENT;
        throw new Error('gone');
      },
    });
    await expect(destination.writeBlob(source, never())).rejects.toThrow('gone');
    await destination.close();
    expect(opened).toBe(1);
  });
});

test('an abort ends an upload', async () => {
  const registry = await startWritableRegistry();
  const destination = await openRegistryDestination(registry.refer(), {}, makeFastSettings());
  const controller = new AbortController();
  const source: BlobSource = {
    mediaType: 'text/plain',
    async *open() {
      for (let i = 0; ; i++) {
        if (i === 30) controller.abort();
        yield CONTENT.subarray(0, MIB);
      }
    },
  };
  await expect(destination.writeBlob(source, controller.signal)).rejects.toMatchObject({ code: 'ABORTED' });
  await destination.close();
  expect(registry.blobs.get('team/app')?.has(digestBytes(CONTENT)) ?? false).toBe(false);
});
