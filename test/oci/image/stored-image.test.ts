import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestBytes } from '../../../src/oci/bytes/digest.ts';
import type { Descriptor } from '../../../src/oci/image/descriptor.ts';
import { descriptorToJson } from '../../../src/oci/image/descriptor-json.ts';
import type { OpenedImage } from '../../../src/oci/image/image.ts';
import { OCI_INDEX } from '../../../src/oci/image/media-types.ts';
import { openLayoutDestination } from '../../../src/oci/layout/layout-destination.ts';
import { openLayout } from '../../../src/oci/layout/open-layout.ts';
import { openRegistryImage } from '../../../src/oci/registry/open-registry-image.ts';
import { file, layer } from '../../support/layers.ts';
import { startRegistry } from '../../support/registry-server.ts';
import { makeImage, never } from '../../support/written-images.ts';

const IMAGE = makeImage([layer([file('a')]), layer([file('b')])]);
const OTHER = makeImage([layer([file('c')])]);
const [MANIFEST, OTHER_MANIFEST] = [IMAGE.documents[0]!.bytes, OTHER.documents[0]!.bytes];
const describeBytes = (bytes: Uint8Array, architecture: string): Descriptor => ({
  mediaType: IMAGE.documents[0]!.mediaType,
  digest: digestBytes(bytes),
  sizeBytes: bytes.byteLength,
  platform: { os: 'linux', architecture },
});
const CHILDREN = [describeBytes(MANIFEST, 'amd64'), describeBytes(OTHER_MANIFEST, 'arm64')];
const INDEX = Buffer.from(
  JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: CHILDREN.map(descriptorToJson),
    unknown: [1],
  }),
);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-stored-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function openFromLayout(): Promise<OpenedImage> {
  const at = join(folder, 'layout');
  const destination = await openLayoutDestination(at, 'a');
  for (const blob of [...IMAGE.layers, IMAGE.config, ...OTHER.layers, OTHER.config])
    await destination.writeBlob(blob, never());
  const index = { mediaType: OCI_INDEX, bytes: INDEX };
  await destination.commit({ documents: [...IMAGE.documents, ...OTHER.documents, index] }, never());
  await destination.close();
  return openLayout(at, 'a', { platform: 'linux/amd64' });
}

async function openFromRegistry(): Promise<OpenedImage> {
  const blobs = [];
  for (const blob of [...IMAGE.layers, IMAGE.config, ...OTHER.layers, OTHER.config])
    blobs.push(await collect(blob.open(never())));
  const server = await startRegistry({
    tags: { latest: INDEX },
    manifests: [MANIFEST, OTHER_MANIFEST],
    blobs,
  });
  return openRegistryImage(server.refer(), { platform: 'linux/amd64' });
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(Buffer.from(piece));
  return Buffer.concat(all);
}

describe.each([
  ['a layout', openFromLayout],
  ['a registry', openFromRegistry],
])('an image of %s', (_, open) => {
  test('gives its documents, its blobs and the images beside it, byte for byte', async () => {
    const image = await open();
    const stored = image.stored!;
    expect(stored.documents.map(({ bytes }) => digestBytes(bytes))).toEqual([
      digestBytes(INDEX),
      digestBytes(MANIFEST),
    ]);
    expect(stored.documents[1]).toMatchObject(CHILDREN[0]!);
    expect(digestBytes(await stored.readDocument(CHILDREN[1]!))).toBe(digestBytes(OTHER_MANIFEST));
    const blob = IMAGE.config as Descriptor;
    expect(digestBytes(await collect(stored.openBlob(blob, never())))).toBe(blob.digest);
    const other = await stored.openImage(CHILDREN[1]!);
    expect(other.digest).toBe(digestBytes(OTHER_MANIFEST));
    expect(other.layers).toHaveLength(1);
    await image.close();
  });
});
