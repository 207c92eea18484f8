// A small blob that is held in memory, stored at a destination.
import { digestBytes } from '../oci/bytes/digest.ts';
import type { Descriptor } from '../oci/image/descriptor.ts';
import type { ImageDestination } from '../oci/image/destination.ts';

/** image-spec manifest.md, "Guidance for an Empty Descriptor". */
export const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';

/** Stores the bytes, where they are not there already. */
export function storeBytes(
  destination: ImageDestination,
  mediaType: string,
  bytes: Buffer,
  signal: AbortSignal,
): Promise<Descriptor> {
  async function* open(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  return destination.writeBlob(
    { mediaType, digest: digestBytes(bytes), sizeBytes: bytes.length, open },
    signal,
  );
}
