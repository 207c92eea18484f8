// Replaces a file: whole or not at all, with the mode and owner of the old one, and only if that is still what was read.
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { PlimsollError } from '../../errors.ts';

/** A file that is to be written. */
export interface ReplacedFile {
  readonly path: string;
  /** What was read; undefined where there was no file. */
  readonly before: Uint8Array | undefined;
  readonly bytes: Uint8Array;
  /** What it is, for errors: `the Dockerfile`. */
  readonly what: string;
}

/** Replaces the file; throws DESTINATION_UNWRITABLE. A link to the file stays, and what it leads to is replaced. */
export function replaceFile({ path, before, bytes, what }: ReplacedFile): void {
  let temporary: string | undefined;
  try {
    const real = before === undefined ? path : realpathSync(path);
    const old = statSync(real, { throwIfNoEntry: false });
    const isSame =
      old === undefined ? before === undefined : before !== undefined && readFileSync(real).equals(before);
    if (!isSame)
      throw new PlimsollError('DESTINATION_UNWRITABLE', `${what} was changed meanwhile`, {
        subject: path,
        hint: 'Run it again.',
      });
    temporary = `${real}.${process.pid}.tmp`;
    writeWhole(temporary, bytes, old === undefined ? 0o666 : 0o600);
    if (old !== undefined) keepOwner(temporary, old);
    renameSync(temporary, real);
  } catch (cause) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    if (cause instanceof PlimsollError) throw cause;
    throw new PlimsollError('DESTINATION_UNWRITABLE', `${what} cannot be written`, { subject: path, cause });
  }
}

function writeWhole(path: string, bytes: Uint8Array, mode: number): void {
  const descriptor = openSync(path, 'wx', mode);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function keepOwner(path: string, { uid, gid, mode }: { uid: number; gid: number; mode: number }): void {
  try {
    chownSync(path, uid, gid);
  } catch {
    // Only root may give files away; what we write is ours then.
  }
  chmodSync(path, mode & 0o7777);
}
