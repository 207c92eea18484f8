// A snapshot in a file, which appears whole or not at all.
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import { isReplaceable } from '../../oci/staging/is-replaceable.ts';
import type { FleetSnapshot } from './fleet-snapshot.ts';
import { writeSnapshot } from './write-snapshot.ts';

const PIECE_CHARACTERS = 256 * 1024;

/** Writes it in place of what is there; throws DESTINATION_UNWRITABLE. */
export async function saveSnapshot(path: string, snapshot: FleetSnapshot): Promise<void> {
  const isReplaced = await isReplaceable(path);
  const draft = isReplaced ? `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp` : path;
  try {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(draft, isReplaced ? 'wx' : 'w');
    try {
      let buffered = '';
      for (const piece of writeSnapshot(snapshot)) {
        buffered += piece;
        if (buffered.length < PIECE_CHARACTERS) continue;
        await handle.write(buffered);
        buffered = '';
      }
      await handle.write(buffered);
    } finally {
      await handle.close();
    }
    if (isReplaced) await rename(draft, path);
  } catch (cause) {
    if (isReplaced) await rm(draft, { force: true });
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new PlimsollError('DESTINATION_UNWRITABLE', `cannot be written (${code})`, {
      subject: path,
      cause,
    });
  }
}
