// Writes the repaired file: whole or not at all, with the mode of the old one, and only if that is still what was read.
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
import type { Repair } from './repair-ignore-file.ts';

/** Replaces the file; throws DESTINATION_UNWRITABLE. A link to the file stays, and what it leads to is replaced. */
export function writeIgnoreFile({ file, bytes }: Pick<Repair, 'file' | 'bytes'>): void {
  let temporary: string | undefined;
  try {
    const path = file.bytes === undefined ? file.path : realpathSync(file.path);
    const old = statSync(path, { throwIfNoEntry: false });
    const isSame =
      old === undefined
        ? file.bytes === undefined
        : file.bytes !== undefined && readFileSync(path).equals(file.bytes);
    if (!isSame)
      throw new PlimsollError('DESTINATION_UNWRITABLE', 'the ignore file was changed meanwhile', {
        subject: file.path,
        hint: 'Run it again.',
      });
    temporary = `${path}.${process.pid}.tmp`;
    writeWhole(temporary, bytes, old === undefined ? 0o666 : 0o600);
    if (old !== undefined) keepOwner(temporary, old);
    renameSync(temporary, path);
  } catch (cause) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    if (cause instanceof PlimsollError) throw cause;
    throw new PlimsollError('DESTINATION_UNWRITABLE', 'the ignore file cannot be written', {
      subject: file.path,
      cause,
    });
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
