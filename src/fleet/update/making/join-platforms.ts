// One index over the images of several platforms, as users pull it by one name.
import { PlimsollError } from '../../../errors.ts';
import { type Digest, digestBytes } from '../../../oci/bytes/digest.ts';
import { descriptorToJson } from '../../../oci/image/descriptor-json.ts';
import type { Document, ImageDestination } from '../../../oci/image/destination.ts';
import type { OpenedImage } from '../../../oci/image/image.ts';
import { OCI_INDEX } from '../../../oci/image/media-types.ts';
import { parsePlatform } from '../../../oci/image/platform.ts';
import { parseRegistryReference } from '../../../oci/image/reference.ts';
import { openRegistryDestination } from '../../../oci/registry/registry-destination.ts';
import { storeKeptLayer } from '../../../rewrite/store-layers.ts';
import { storedManifest } from '../../../rewrite/stored-documents.ts';
import type { MadeImage } from '../running/made-image.ts';
import type { Maker } from './maker.ts';
import { openSide } from './read-side.ts';

/** The image of one platform. */
export interface PlatformMember {
  readonly platform: string;
  readonly made: Pick<MadeImage, 'reference'>;
}

/**
 * Stores the index under a staging name, `HOST/PATH:TAG`, with all that it names, and gives its digest. The same members give the
 * same digest; doing it twice is harmless.
 */
export async function joinPlatforms(
  staging: string,
  members: readonly PlatformMember[],
  maker: Maker,
  signal: AbortSignal,
): Promise<Digest> {
  const destination = await openRegistryDestination(parseRegistryReference(staging), {
    insecure: maker.insecure,
    signal,
  });
  try {
    const documents: Document[] = [];
    const entries: object[] = [];
    for (const { platform, made } of members) {
      const opened = await openSide(`docker://${made.reference}`, platform, maker, signal);
      try {
        const { bytes, mediaType } = await copyImage(opened, destination, maker, signal);
        documents.push({ bytes, mediaType });
        const descriptor = { mediaType, digest: digestBytes(bytes), sizeBytes: bytes.length };
        const { os, architecture, variant } = parsePlatform(platform);
        entries.push({
          ...descriptorToJson(descriptor),
          platform: { architecture, os, ...(variant === undefined || variant === '' ? {} : { variant }) },
        });
      } finally {
        await opened.close();
      }
    }
    const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: entries };
    const bytes = Buffer.from(JSON.stringify(index));
    const { digest } = await destination.commit(
      { documents: [...documents, { mediaType: OCI_INDEX, bytes }] },
      signal,
    );
    return digest;
  } finally {
    await destination.close();
  }
}

/** Brings all blobs of an image to the repository, where they are not there already, and gives its manifest. */
async function copyImage(
  image: OpenedImage,
  destination: ImageDestination,
  { gzip }: Maker,
  signal: AbortSignal,
): Promise<Document> {
  const manifest = image.stored?.documents.at(-1);
  if (image.stored === undefined || manifest === undefined)
    throw new PlimsollError('INTERNAL', 'an image without a manifest');
  const transfer = {
    image,
    compressions: image.layers.map(() => 'gzip' as const),
    destination,
    gzip,
    signal,
  };
  for (const { index } of image.layers) await storeKeptLayer(transfer, index);
  const { stored } = image;
  const { config } = storedManifest(image)!.document;
  await destination.writeBlob({ ...config, open: (within) => stored.openBlob(config, within) }, signal);
  return { mediaType: manifest.mediaType, bytes: manifest.bytes };
}
