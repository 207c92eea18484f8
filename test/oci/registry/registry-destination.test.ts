import { describe, expect, test } from 'vitest';
import { digestBytes } from '../../../src/oci/bytes/digest.ts';
import type { Descriptor } from '../../../src/oci/image/descriptor.ts';
import { descriptorToJson } from '../../../src/oci/image/descriptor-json.ts';
import type { BlobSource, ImageDestination } from '../../../src/oci/image/destination.ts';
import { OCI_INDEX } from '../../../src/oci/image/media-types.ts';
import { openRegistryImage } from '../../../src/oci/registry/open-registry-image.ts';
import { openRegistryDestination } from '../../../src/oci/registry/registry-destination.ts';
import { file, layer } from '../../support/layers.ts';
import { makeFastSettings } from '../../support/registry-server.ts';
import { startWritableRegistry, type WritableRegistry } from '../../support/writable-registry.ts';
import { fromBytes, makeImage, makeManifest, never, writeImage } from '../../support/written-images.ts';

const MIB = 1024 * 1024;
/** Three chunks, the last one not full. */
const LARGE = Buffer.alloc(20 * MIB, 'large');
const IMAGE = makeImage([layer([file('a')]), layer([file('b', LARGE)])]);

function open(
  registry: WritableRegistry,
  tag = 'latest',
  repository = 'team/app',
): Promise<ImageDestination> {
  return openRegistryDestination(registry.refer(tag, repository), {}, makeFastSettings());
}

/** A blob of which nothing is known beforehand. */
function unknown(bytes: Uint8Array): BlobSource {
  const { mediaType, open: openBytes } = fromBytes(bytes);
  return { mediaType, open: openBytes };
}

async function write(registry: WritableRegistry, tag?: string): Promise<Descriptor> {
  const destination = await open(registry, tag);
  try {
    return await writeImage(destination, IMAGE);
  } finally {
    await destination.close();
  }
}

test('an image is written, blobs first and the tag last, and read back', async () => {
  const registry = await startWritableRegistry();
  const { digest } = await write(registry);
  expect(registry.log.at(-1)).toBe('PUT /v2/team/app/manifests/latest');
  expect(registry.log.filter((line) => line.startsWith('PATCH'))).toHaveLength(3);
  const opened = await openRegistryImage(registry.refer(), {}, makeFastSettings());
  expect(opened.digest).toBe(digest);
  expect(opened.layers.map(({ diffId }) => diffId)).toEqual(IMAGE.layers.map((blob) => blob.digest));
  await opened.close();
});

test('what is there is not sent again', async () => {
  const registry = await startWritableRegistry();
  await write(registry);
  const before = registry.receivedBytes;
  await write(registry, 'again');
  expect(registry.receivedBytes).toBe(before);
  expect([...registry.manifests.get('team/app')!.keys()]).toContain('again');
});

test('a blob whose digest is not known comes whole, small or large', async () => {
  const registry = await startWritableRegistry();
  const destination = await open(registry);
  for (const bytes of [Buffer.alloc(0), Buffer.from('small'), LARGE, LARGE.subarray(0, 8 * MIB)]) {
    const written = await destination.writeBlob(unknown(bytes), never());
    expect(written).toMatchObject({ digest: digestBytes(bytes), sizeBytes: bytes.length });
    expect(registry.blobs.get('team/app')!.get(written.digest)!.equals(bytes)).toBe(true);
  }
  await destination.close();
});

test('a registry that takes a blob in one request only gets it so', async () => {
  const registry = await startWritableRegistry({ takesChunks: false, requestsAToken: 1000 });
  await write(registry);
  const blob = registry.blobs.get('team/app')!.get(IMAGE.layers[1]!.digest!)!;
  expect(blob.length).toBeGreaterThan(LARGE.length);
  const destination = await open(registry);
  const failing: BlobSource = {
    mediaType: 'text/plain',
    async *open() {
      for (let i = 0; i < 20; i++) yield LARGE.subarray(0, MIB);
      throw new Error('gone');
    },
  };
  await expect(destination.writeBlob(failing, never())).rejects.toThrow('gone');
  await destination.close();
});

test('equal layers are sent once', async () => {
  const registry = await startWritableRegistry();
  const destination = await open(registry);
  await Promise.all([1, 2, 3].map(() => destination.writeBlob(fromBytes(LARGE), never())));
  await destination.close();
  expect(registry.receivedBytes).toBe(LARGE.length);
});

describe('mounting', () => {
  const mountFrom = (registry: WritableRegistry) => ({ host: registry.host, repository: 'team/base' });

  test('takes a blob from another repository of the registry', async () => {
    const registry = await startWritableRegistry({ requestsAToken: 1000 });
    const base = await open(registry, 'latest', 'team/base');
    await base.writeBlob(fromBytes(LARGE), never());
    await base.close();
    const before = registry.receivedBytes;
    const destination = await open(registry);
    const blob = { ...fromBytes(LARGE), mountFrom: mountFrom(registry) };
    await destination.writeBlob({ ...blob, open: () => expect.unreachable() }, never());
    await destination.close();
    expect(registry.receivedBytes).toBe(before);
    expect(registry.blobs.get('team/app')!.size).toBe(1);
    expect(registry.scopes.at(-1)).toBe('repository:team/app:pull,push repository:team/base:pull');
  });

  test('is no loss where the registry does not mount, or does not have the blob there', async () => {
    for (const knowsMounts of [true, false]) {
      const registry = await startWritableRegistry({ knowsMounts });
      const destination = await open(registry);
      await destination.writeBlob({ ...fromBytes(LARGE), mountFrom: mountFrom(registry) }, never());
      await destination.close();
      expect(registry.log.filter((line) => line.startsWith('POST'))).toHaveLength(1);
      expect(registry.blobs.get('team/app')!.size).toBe(1);
    }
  });

  test('is not asked for across registries', async () => {
    const registry = await startWritableRegistry();
    const destination = await open(registry);
    const elsewhere = { host: 'example.com', repository: 'team/base' };
    await destination.writeBlob({ ...fromBytes(LARGE), mountFrom: elsewhere }, never());
    await destination.close();
    expect(registry.log.join()).not.toContain('mount=');
  });
});

test('an index comes after its children, which have no tag', async () => {
  const registry = await startWritableRegistry();
  const other = makeImage([layer([file('c')])]);
  const children = [...IMAGE.documents, ...other.documents];
  const entries = children.map(({ bytes, mediaType }) =>
    descriptorToJson({ mediaType, digest: digestBytes(bytes), sizeBytes: bytes.byteLength }),
  );
  const index = {
    mediaType: OCI_INDEX,
    bytes: Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: entries })),
  };
  const destination = await open(registry);
  for (const blob of [...IMAGE.layers, IMAGE.config, ...other.layers, other.config])
    await destination.writeBlob(blob, never());
  const { digest } = await destination.commit({ documents: [...children, index] }, never());
  await destination.close();
  expect(digest).toBe(digestBytes(index.bytes));
  const tags = [...registry.manifests.get('team/app')!.keys()].filter((key) => !key.startsWith('sha256:'));
  expect(tags).toEqual(['latest']);
});

test('an image whose layer is not there is refused before its manifest is sent', async () => {
  const registry = await startWritableRegistry();
  const destination = await open(registry);
  await expect(destination.commit({ documents: IMAGE.documents }, never())).rejects.toMatchObject({
    code: 'IMAGE_INVALID',
  });
  await destination.close();
  expect(registry.log.filter((line) => line.startsWith('PUT'))).toEqual([]);
});

test('the layers of the image under the tag are known by their diffIds', async () => {
  const registry = await startWritableRegistry();
  await write(registry);
  const destination = await open(registry);
  const { mediaType, digest, sizeBytes } = IMAGE.layers[0]!;
  expect(await destination.findLayer(digest!, never())).toEqual({ mediaType, digest, sizeBytes });
  expect(await destination.findLayer(digestBytes(Buffer.from('no')), never())).toBeUndefined();
  await destination.close();
  const fresh = await open(registry, 'other');
  expect(await fresh.findLayer(digest!, never())).toBeUndefined();
  await fresh.close();
});

describe.each([true, false])(
  'an artifact about an image, where the registry keeps a list: %s',
  (knowsReferrers) => {
    test('is found from the image', async () => {
      const registry = await startWritableRegistry({ knowsReferrers });
      const subject = await write(registry);
      const destination = await open(registry);
      const empty = fromBytes(Buffer.from('{}'), 'application/vnd.oci.empty.v1+json');
      const certificate = fromBytes(Buffer.from('proof'), 'text/plain');
      await destination.writeBlob(empty, never());
      await destination.writeBlob(certificate, never());
      const more = { artifactType: 'application/vnd.test', subject: descriptorToJson(subject) };
      const made = makeManifest(empty as Descriptor, [certificate as Descriptor], more);
      for (let times = 0; times < 2; times++) await destination.attach!({ ...made, subject }, never());
      await destination.close();
      const list = registry.manifests.get('team/app')!.get(subject.digest.replace(':', '-'));
      if (knowsReferrers) return expect(list).toBeUndefined();
      expect(JSON.parse(list!.toString()).manifests).toEqual([
        {
          mediaType: made.mediaType,
          digest: digestBytes(made.bytes),
          size: made.bytes.byteLength,
          artifactType: 'application/vnd.test',
        },
      ]);
    });
  },
);

test('a digest is no destination', async () => {
  const reference = { host: 'localhost', repository: 'a', digest: digestBytes(Buffer.from('x')) };
  await expect(openRegistryDestination(reference)).rejects.toMatchObject({ code: 'REFERENCE_INVALID' });
});
