// A layer's stored bytes again, wherever they are, for whoever reads contents after the facts were made.
import { createReadStream } from 'node:fs';
import { fileChanged } from '../oci/image/file-identity.ts';
import type { LayerSource, OpenedImage } from '../oci/image/image.ts';

/** The stored bytes of a layer, in order; throws FILE_UNREADABLE where a file changed, and what the image's place throws. */
export async function* openStored(
  image: OpenedImage,
  { location, index }: LayerSource,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (location.kind === 'stream') return yield* location.open(signal);
  if (location.kind === 'export') {
    for await (const blob of image.exportLayers?.(signal) ?? [])
      if (blob.layerIndexes.includes(index)) return yield* blob.read();
    return;
  }
  const { path, offsetBytes, sizeBytes } =
    location.kind === 'packed' ? await location.unpack(signal) : location;
  if (sizeBytes === 0) return;
  try {
    yield* createReadStream(path, { start: offsetBytes, end: offsetBytes + sizeBytes - 1 });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw fileChanged(path, cause);
  }
}
