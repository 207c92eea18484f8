// What stays behind at the image's place and speaks of the old image alone: nobody should take it for the new one's.
import { PlimsollError } from '../../errors.ts';
import type { Digest } from '../../oci/bytes/digest.ts';
import type { OpenedImage } from '../../oci/image/image.ts';
import type { StatusLine } from '../terminal/status-line.ts';

/** Names signatures and other artifacts about images of these digests; where the place does not tell, a notice says so. */
export async function nameStale(
  { reference, stored }: OpenedImage,
  digests: Iterable<Digest>,
  status: StatusLine,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (stored?.listAttached === undefined) return [];
  const names: string[] = [];
  try {
    for (const digest of new Set(digests)) names.push(...(await stored.listAttached(digest, signal)));
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.code === 'ABORTED') throw error;
    status.notice(`${reference}: whether signatures speak of it is not known (${error.message})`);
  }
  return names;
}
