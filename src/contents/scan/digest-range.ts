// The digest of a range of a file, for the algorithms that the scan itself does not compute in passing.
import { createReadStream } from 'node:fs';
import { PlimsollError } from '../../errors.ts';
import { createDigester, type Digest } from '../../oci/bytes/digest.ts';
import type { FileLocation } from '../../oci/image/image.ts';
import { untilAborted } from './until-aborted.ts';

/** Digests a range by the algorithm of `like`; throws FILE_UNREADABLE or ABORTED. */
export async function digestRange(
  { path, offsetBytes, sizeBytes }: FileLocation,
  like: Digest,
  signal: AbortSignal,
): Promise<Digest> {
  const digester = createDigester(like);
  if (sizeBytes === 0) return digester.digest();
  const stream = createReadStream(path, { start: offsetBytes, end: offsetBytes + sizeBytes - 1 });
  try {
    for await (const bytes of untilAborted<Buffer>(stream, signal)) digester.update(bytes);
  } catch (cause) {
    if (cause instanceof PlimsollError) throw cause;
    throw new PlimsollError('FILE_UNREADABLE', 'the layer cannot be read', { subject: path, cause });
  }
  return digester.digest();
}
