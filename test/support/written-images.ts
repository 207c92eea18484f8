// Images in memory, and how they are written to a destination.
import { digestBytes } from '../../src/oci/bytes/digest.ts';
import type { Descriptor } from '../../src/oci/image/descriptor.ts';
import { descriptorToJson } from '../../src/oci/image/descriptor-json.ts';
import type { BlobSource, Document, ImageDestination } from '../../src/oci/image/destination.ts';
import { OCI_CONFIG, OCI_LAYER, OCI_MANIFEST } from '../../src/oci/image/media-types.ts';

/** An image with its blobs and its manifest. */
export interface MadeImage {
  readonly layers: readonly BlobSource[];
  readonly config: BlobSource;
  readonly documents: readonly Document[];
}

/** A signal that is never given. */
export function never(): AbortSignal {
  return new AbortController().signal;
}

/** A blob of bytes in memory, in two pieces. */
export function fromBytes(bytes: Uint8Array, mediaType = OCI_LAYER): BlobSource {
  return {
    mediaType,
    digest: digestBytes(bytes),
    sizeBytes: bytes.byteLength,
    async *open() {
      yield bytes.subarray(0, bytes.byteLength >> 1);
      yield bytes.subarray(bytes.byteLength >> 1);
    },
  };
}

/** An image of plain layers. */
export function makeImage(tars: readonly Uint8Array[], run: object = {}): MadeImage {
  const layers = tars.map((tar) => fromBytes(tar));
  const config = fromBytes(
    Buffer.from(
      JSON.stringify({
        architecture: 'amd64',
        os: 'linux',
        config: run,
        rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
      }),
    ),
    OCI_CONFIG,
  );
  return { layers, config, documents: [makeManifest(config as Descriptor, layers as Descriptor[])] };
}

/** A manifest of these blobs. */
export function makeManifest(config: Descriptor, layers: readonly Descriptor[], more: object = {}): Document {
  const toJson = ({ mediaType, digest, sizeBytes }: Descriptor) =>
    descriptorToJson({ mediaType, digest, sizeBytes });
  const json = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: toJson(config),
    layers: layers.map(toJson),
    ...more,
  };
  return { mediaType: OCI_MANIFEST, bytes: Buffer.from(JSON.stringify(json)) };
}

/** Writes all blobs, then commits. */
export async function writeImage(
  destination: ImageDestination,
  { layers, config, documents }: MadeImage,
  signal = never(),
): Promise<Descriptor> {
  await Promise.all([...layers, config].map((blob) => destination.writeBlob(blob, signal)));
  return destination.commit({ documents }, signal);
}
