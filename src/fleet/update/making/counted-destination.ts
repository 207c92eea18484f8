// A destination that counts what is sent to it: blobs that are there already or are mounted cost nothing.
import type { BlobSource, ImageDestination } from '../../../oci/image/destination.ts';

/** A destination and how many bytes of blobs and documents it was sent. */
export interface CountedDestination {
  readonly destination: ImageDestination;
  readonly sentBytes: () => number;
}

/** Counts around a destination; closing stays with whoever opened it. */
export function countSent(inner: ImageDestination): CountedDestination {
  let sentBytes = 0;
  async function* count(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      sentBytes += piece.length;
      yield piece;
    }
  }
  const counted = (blob: BlobSource): BlobSource => ({ ...blob, open: (signal) => count(blob.open(signal)) });
  const { kind, reference, layerForm, takesIndexes } = inner;
  const destination: ImageDestination = {
    kind,
    reference,
    layerForm,
    takesIndexes,
    findLayer: (diffId, signal) => inner.findLayer(diffId, signal),
    hasBlob: (descriptor, signal) => inner.hasBlob(descriptor, signal),
    writeBlob: (blob, signal) => inner.writeBlob(counted(blob), signal),
    locateBlob: (descriptor) => inner.locateBlob(descriptor),
    commit: async (image, signal) => {
      const descriptor = await inner.commit(image, signal);
      for (const { bytes } of image.documents) sentBytes += bytes.length;
      return descriptor;
    },
    ...(inner.attach === undefined ? {} : { attach: (referrer, signal) => inner.attach!(referrer, signal) }),
    close: () => inner.close(),
  };
  return { destination, sentBytes: () => sentBytes };
}
