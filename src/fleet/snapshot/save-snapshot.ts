// A snapshot in a file, which appears whole or not at all.
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import type { FleetSnapshot } from './fleet-snapshot.ts';
import { writeSnapshot } from './write-snapshot.ts';

const PIECE_CHARACTERS = 256 * 1024;

/** Writes it in place of what is there; throws DESTINATION_UNWRITABLE. */
export async function saveSnapshot(path: string, snapshot: FleetSnapshot): Promise<void> {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(temporary, 'wx');
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
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new PlimsollError('DESTINATION_UNWRITABLE', `cannot be written (${code})`, {
      subject: path,
      cause,
    });
  }
}
