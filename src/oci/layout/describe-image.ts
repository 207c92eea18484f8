// What must be there before an image is shown: every blob that its documents name, in the size that they state.
import { readFile, stat } from 'node:fs/promises';
import { PlimsollError } from '../../errors.ts';
import { type Digest, digestBytes } from '../bytes/digest.ts';
import { CONFIG_LIMIT_BYTES, parseImageConfig } from '../image/config.ts';
import type { Descriptor, Platform } from '../image/descriptor.ts';
import type { FinishedImage } from '../image/destination.ts';
import { type ImageManifest, parseManifest } from '../image/manifest.ts';
import { isImageConfigType } from '../image/media-types.ts';
import { listNamed } from '../image/walk-documents.ts';

/** An image that may be shown. */
export interface DescribedImage {
  /** The last document. */
  readonly top: Descriptor;
  /** The platform that its config states, where it is one image. */
  readonly platform: Platform | undefined;
  /** The documents, and all that they name. */
  readonly wanted: ReadonlySet<Digest>;
}

/** Checks the image against the blobs that `find` knows; throws IMAGE_INVALID naming the first that is missing. */
export async function describeImage(
  image: FinishedImage,
  find: (digest: Digest) => Promise<string | undefined>,
  subject: string,
): Promise<DescribedImage> {
  const wanted = new Set<Digest>();
  let top: Descriptor | undefined;
  let last: ImageManifest | undefined;
  for (const { bytes, mediaType } of image.documents) {
    top = { mediaType, digest: digestBytes(bytes), sizeBytes: bytes.byteLength };
    const document = parseManifest(bytes, mediaType, `the manifest ${top.digest}`);
    last = document.kind === 'manifest' ? document : undefined;
    const { documents, blobs } = listNamed(document);
    for (const descriptor of [top, ...documents, ...blobs]) {
      await requireBlob(descriptor, find, subject);
      wanted.add(descriptor.digest);
    }
  }
  if (top === undefined) throw new PlimsollError('INTERNAL', 'an image without a manifest', { subject });
  return { top, platform: last && (await readPlatform(last, find)), wanted };
}

async function requireBlob(
  { digest, sizeBytes }: Descriptor,
  find: (digest: Digest) => Promise<string | undefined>,
  subject: string,
): Promise<void> {
  const path = await find(digest);
  const stats = path === undefined ? undefined : await stat(path).catch(() => undefined);
  if (stats?.size === sizeBytes) return;
  const what = stats === undefined ? 'is not there' : `has ${stats.size} bytes, not ${sizeBytes}`;
  throw new PlimsollError('IMAGE_INVALID', `the image is not whole: ${digest} ${what}`, { subject });
}

async function readPlatform(
  { config }: ImageManifest,
  find: (digest: Digest) => Promise<string | undefined>,
): Promise<Platform | undefined> {
  if (!isImageConfigType(config.mediaType) || config.sizeBytes > CONFIG_LIMIT_BYTES) return undefined;
  const path = await find(config.digest);
  const { platform } = parseImageConfig(path === undefined ? new Uint8Array() : await readFile(path));
  return platform.os === '' || platform.architecture === '' ? undefined : platform;
}
