// A cache file: the payload, then its SHA-256. A file that a crash, a full disk or a stray hand damaged does not open.
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { READ_FLAGS } from '../../oci/layout/image-files.ts';

const SEAL_BYTES = 32;

/** The bytes to write for a payload. */
export function seal(block: ArrayBuffer): Uint8Array {
  const payload = new Uint8Array(block);
  const sealed = new Uint8Array(payload.length + SEAL_BYTES);
  sealed.set(payload);
  sealed.set(createHash('sha256').update(payload).digest(), payload.length);
  return sealed;
}

/** The payload of a sealed file. */
export function openSealed(path: string): ArrayBuffer | 'missing' | 'damaged' {
  let file: number;
  try {
    file = openSync(path, READ_FLAGS);
  } catch {
    return 'missing';
  }
  try {
    const stats = fstatSync(file);
    const sizeBytes = stats.size - SEAL_BYTES;
    if (!stats.isFile() || sizeBytes < 0) return 'damaged';
    const block = new ArrayBuffer(sizeBytes);
    const stated = Buffer.alloc(SEAL_BYTES);
    if (!readFully(file, new Uint8Array(block), 0) || !readFully(file, stated, sizeBytes)) return 'damaged';
    return createHash('sha256').update(new Uint8Array(block)).digest().equals(stated) ? block : 'damaged';
  } catch {
    return 'damaged';
  } finally {
    closeSync(file);
  }
}

function readFully(file: number, into: Uint8Array, position: number): boolean {
  let done = 0;
  while (done < into.length) {
    const read = readSync(file, into, done, into.length - done, position + done);
    if (read === 0) return false;
    done += read;
  }
  return true;
}
