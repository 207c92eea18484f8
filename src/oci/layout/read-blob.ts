// Blobs of an OCI layout (image-spec image-layout.md): `blobs/<algorithm>/<hex>`, each checked against its descriptor.
import { PlimsollError } from '../../errors.ts';
import { checkDigest, type Digest, digestAlgorithm, digestHex } from '../bytes/digest.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { RangeLocation } from '../image/image.ts';
import type { ImageFiles } from './image-files.ts';

/** The name of a blob within a layout. */
export function nameBlob(digest: Digest): string {
  return `blobs/${digestAlgorithm(digest)}/${digestHex(digest)}`;
}

/** Finds a blob and compares its size with the descriptor's; throws IMAGE_INVALID or DIGEST_MISMATCH. */
export async function findBlob(
  files: ImageFiles,
  descriptor: Descriptor,
  what: string,
): Promise<RangeLocation> {
  const location = await files.find(nameBlob(descriptor.digest));
  if (location === undefined)
    throw new PlimsollError('IMAGE_INVALID', `${what} (${descriptor.digest}) is not there`, {
      subject: files.subject,
      ...(files.missingHint === undefined ? {} : { hint: files.missingHint }),
    });
  if (location.sizeBytes !== descriptor.sizeBytes)
    throw new PlimsollError(
      'DIGEST_MISMATCH',
      `${what} (${descriptor.digest}) has ${location.sizeBytes} bytes, its descriptor says ${descriptor.sizeBytes}`,
      { subject: files.subject },
    );
  return location;
}

/** Reads a small blob whole and proves its digest; throws DIGEST_MISMATCH where it does not fit. */
export async function readBlob(
  files: ImageFiles,
  descriptor: Descriptor,
  limitBytes: number,
  what: string,
): Promise<Uint8Array> {
  const location = await findBlob(files, descriptor, what);
  const bytes = await files.read(location, limitBytes, what);
  checkDigest(bytes, descriptor.digest, what, files.subject);
  return bytes;
}
