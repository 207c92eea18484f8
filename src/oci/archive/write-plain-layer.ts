// A layer as Docker's archives hold it: inflated while it comes, proven in its stored form.
import { createDigester, type Digest } from '../bytes/digest.ts';
import {
  createDecompressor,
  DETECTION_BYTES,
  detectCompression,
} from '../compression/choose-decompressor.ts';
import type { Decompressor } from '../compression/decompressor.ts';
import type { BlobSource } from '../image/destination.ts';
import { OCI_LAYER } from '../image/media-types.ts';
import type { GatheringFile } from '../staging/gathering-file.ts';
import { takePieces } from '../staging/prove-pieces.ts';

/** What was written. */
export interface PlainLayer {
  /** The digest of the form that it came in. */
  readonly stored: Digest;
  readonly diffId: Digest;
  readonly sizeBytes: number;
}

/** Appends the layer's tar to the file; the bytes go there at once, however far they grow. */
export async function writePlainLayer(
  blob: BlobSource,
  file: GatheringFile,
  signal: AbortSignal,
): Promise<PlainLayer> {
  const digester = createDigester();
  const start = file.position;
  let head = Buffer.alloc(0);
  let decompressor: Decompressor | undefined;
  const open = async (): Promise<Decompressor> => {
    const opened = await createDecompressor(detectCompression(head), (output) => {
      digester.update(output);
      file.appendSync(output);
    });
    await opened.push(head);
    return opened;
  };
  const written = await takePieces(blob, signal, async (piece) => {
    if (decompressor !== undefined) return decompressor.push(piece);
    head = Buffer.concat([head, piece]);
    if (head.byteLength >= DETECTION_BYTES) decompressor = await open();
  });
  decompressor ??= await open();
  await decompressor.end();
  return { stored: written.digest, diffId: digester.digest(), sizeBytes: file.position - start };
}

/** The media type of the layer without compression, in the family of the one that is given. */
export function plainLayerType(mediaType: string): string {
  return mediaType.startsWith('application/vnd.docker.')
    ? 'application/vnd.docker.image.rootfs.diff.tar'
    : OCI_LAYER;
}
