// Appends a blob's pieces to a file, and tells how far it has come.
import type { BlobSource } from '../image/destination.ts';
import type { GatheringFile } from './gathering-file.ts';

/** What is to be called with each piece of a blob that begins at the file's end. */
export function appendTo(
  file: GatheringFile,
  path: string,
  { onStored }: BlobSource,
): (piece: Uint8Array) => Promise<void> {
  const offsetBytes = file.position;
  return async (piece) => {
    await file.append(piece);
    const sizeBytes = file.readableTo - offsetBytes;
    if (sizeBytes > 0) onStored?.({ path, offsetBytes, sizeBytes });
  };
}
