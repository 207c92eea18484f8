// The digest of a range of a file, for the algorithms that the scan itself does not compute in passing.
import { type FileHandle, open } from 'node:fs/promises';
import { PlimsollError } from '../../errors.ts';
import { createDigester, type Digest } from '../../oci/bytes/digest.ts';
import { fileChanged, identifyFile, isSameFile } from '../../oci/image/file-identity.ts';
import type { FileLocation } from '../../oci/image/image.ts';
import { READ_FLAGS, unreadable } from '../../oci/layout/image-files.ts';
import { untilAborted } from './until-aborted.ts';

/** Digests a range by the algorithm of `like`; throws FILE_UNREADABLE, also where the file changed, or ABORTED. */
export async function digestRange(
  location: FileLocation,
  like: Digest,
  signal: AbortSignal,
): Promise<Digest> {
  let file: FileHandle | undefined;
  try {
    file = await open(location.path, READ_FLAGS);
    const digest = await digestOpen(file, location, like, signal);
    if (isSameFile(identifyFile(await file.stat({ bigint: true })), location.identity)) return digest;
    throw fileChanged(location.path);
  } catch (cause) {
    if (cause instanceof PlimsollError) throw cause;
    throw unreadable(location.path, cause);
  } finally {
    await file?.close();
  }
}

async function digestOpen(
  file: FileHandle,
  { offsetBytes, sizeBytes }: FileLocation,
  like: Digest,
  signal: AbortSignal,
): Promise<Digest> {
  const digester = createDigester(like);
  if (sizeBytes === 0) return digester.digest();
  const range = { start: offsetBytes, end: offsetBytes + sizeBytes - 1, autoClose: false };
  for await (const bytes of untilAborted<Buffer>(file.createReadStream(range), signal))
    digester.update(bytes);
  return digester.digest();
}
