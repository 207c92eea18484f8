// One writer at a time in a folder, for the moments in which its index is read and replaced. The lock is a folder that
// holds its writer's mark: renaming it into place fails while another one that is not empty lies there.
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PlimsollError } from '../../errors.ts';
import { throwIfAborted } from '../layout/check-abort.ts';
import { isWriterGone, ownMark } from './run-mark.ts';
import { orUnwritable } from './unwritable.ts';

const LOCK = '.plimsoll-lock';
const PAUSE_MS = 20;
const PATIENCE_MS = 60_000;

/** Does the step alone in the folder; `scratch` is a folder of our own on the same file system. */
export async function withFolderLock<T>(
  folder: string,
  scratch: string,
  signal: AbortSignal,
  step: () => Promise<T>,
): Promise<T> {
  const own = join(scratch, 'lock');
  const lock = join(folder, LOCK);
  await orUnwritable(folder, mkdir(own, { recursive: true }));
  await orUnwritable(folder, writeFile(join(own, ownMark()), ''));
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (let attempt = 0; !(await take(own, lock, folder)); attempt++) {
    throwIfAborted(signal);
    if (Date.now() > giveUpAt)
      throw new PlimsollError('DESTINATION_UNWRITABLE', 'another run has been writing there for a minute', {
        subject: folder,
        hint: `If none is, remove ${lock}.`,
      });
    if (!(await breakAbandoned(lock, join(scratch, `broken-${attempt}`)))) await wait(PAUSE_MS);
  }
  try {
    return await step();
  } finally {
    await rename(lock, own).catch(() => {});
    await rm(own, { recursive: true, force: true });
  }
}

async function take(own: string, lock: string, subject: string): Promise<boolean> {
  try {
    await rename(own, lock);
    return true;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const isTaken =
      code === 'ENOTEMPTY' || code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32');
    if (!isTaken) await orUnwritable(subject, Promise.reject(cause));
    return false;
  }
}

/** Moves a lock away whose writer is gone; where a living one took its place meanwhile, puts that back. */
async function breakAbandoned(lock: string, away: string): Promise<boolean> {
  if (!(await isAbandoned(lock))) return false;
  try {
    await rename(lock, away);
  } catch {
    return true;
  }
  if (!(await isAbandoned(away))) await rename(away, lock).catch(() => {});
  await rm(away, { recursive: true, force: true });
  return true;
}

async function isAbandoned(lock: string): Promise<boolean> {
  try {
    const [mark = ''] = await readdir(lock);
    return isWriterGone(mark, (await stat(lock)).mtimeMs);
  } catch {
    return false;
  }
}
