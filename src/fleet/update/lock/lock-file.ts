// plimsoll.lock on disk: read whole, replaced whole, and never over what another run wrote meanwhile.
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { replaceFile } from '../../../context/repair/replace-file.ts';
import { PlimsollError, withSubject } from '../../../errors.ts';
import { formatLock } from './format-lock.ts';
import { parseLock } from './parse-lock.ts';
import type { UpdateLock } from './update-lock.ts';

/** Where it lies, seen from the folder of the graph. */
export const LOCK_FILE_NAME = 'plimsoll.lock';

/** 100,000 images with long lists of bases. */
const LARGEST_BYTES = 256 * 1024 * 1024;
const TRIES = 5;

/** Reads it; an empty lock where there is none. Throws LOCK_INVALID and FILE_UNREADABLE. */
export function readLockFile(path: string): UpdateLock {
  return parseBytes(readBytes(path), path);
}

/** Reads it, has it changed, and writes it where that changed anything; starts again where another run was faster. Throws as reading, and DESTINATION_UNWRITABLE. */
export function updateLockFile(path: string, change: (lock: UpdateLock) => UpdateLock): UpdateLock {
  for (let tries = 1; ; tries++) {
    const before = readBytes(path);
    const lock = change(parseBytes(before, path));
    const bytes = Buffer.from(formatLock(lock));
    if (before?.equals(bytes) === true) return lock;
    try {
      replaceFile({ path, before, bytes, what: 'the lock' });
      return lock;
    } catch (error) {
      const after = readBytes(path);
      const isOurs = before === undefined ? after === undefined : after?.equals(before) === true;
      if (isOurs || tries === TRIES) throw error;
    }
  }
}

function parseBytes(bytes: Buffer | undefined, path: string): UpdateLock {
  try {
    return parseLock(bytes?.toString('utf8') ?? '');
  } catch (error) {
    throw withSubject(error, path);
  }
}

function readBytes(path: string): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const stat = fstatSync(descriptor);
    if (!stat.isFile() || stat.size > LARGEST_BYTES)
      throw new PlimsollError('LOCK_INVALID', stat.isFile() ? 'it is larger than 256 MiB' : 'it is no file', {
        subject: path,
      });
    return readFileSync(descriptor);
  } catch (cause) {
    if (cause instanceof PlimsollError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new PlimsollError('FILE_UNREADABLE', 'the lock cannot be read', { subject: path, cause });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
