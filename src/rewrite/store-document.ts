// Small blobs that are held in memory: configs above all.
import { digestBytes } from '../oci/bytes/digest.ts';
import type { Descriptor } from '../oci/image/descriptor.ts';
import type { Document, ImageDestination } from '../oci/image/destination.ts';

/** Stores a document as a blob of the destination, where that does not have it. */
export function storeDocument(
  destination: ImageDestination,
  { mediaType, bytes }: Document,
  signal: AbortSignal,
): Promise<Descriptor> {
  return destination.writeBlob(
    { mediaType, digest: digestBytes(bytes), sizeBytes: bytes.length, open: () => inOnePiece(bytes) },
    signal,
  );
}

/** Bytes as a stream. */
export async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
