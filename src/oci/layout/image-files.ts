// The named files that an image is stored in, whether they lie in a folder or in an archive.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { PlimsollError } from '../../errors.ts';
import type { FileLocation, RangeLocation } from '../image/image.ts';

/** Read access by name; the layout and the docker-archive readers stand on this alone. */
export interface ImageFiles {
  /** The folder's or the archive's path, for messages. */
  readonly subject: string;
  /** What may be wrong where a file is missing. */
  readonly missingHint: string | undefined;
  /** Where the regular file of this name is, links followed; undefined where there is none. */
  find(name: string): Promise<RangeLocation | undefined>;
  /** Reads a small file whole; throws IMAGE_INVALID where it is larger than `limitBytes`, naming `what`. */
  read(location: RangeLocation, limitBytes: number, what: string): Promise<Uint8Array>;
}

/** Reads a whole range into memory; throws IMAGE_INVALID where it is larger than `limitBytes`, naming `what`. */
export async function readLocation(
  range: RangeLocation,
  limitBytes: number,
  what: string,
): Promise<Uint8Array> {
  if (range.sizeBytes > limitBytes)
    throw new PlimsollError('IMAGE_INVALID', `${what} is ${range.sizeBytes} bytes, more than it may be`, {
      ...(range.kind === 'file' ? { subject: range.path } : {}),
      hint: `At most ${limitBytes} bytes are read.`,
    });
  const location = range.kind === 'file' ? range : await range.unpack();
  const bytes = new Uint8Array(location.sizeBytes);
  const length = await readAt(location, bytes);
  if (length < bytes.byteLength)
    throw new PlimsollError('FILE_UNREADABLE', `${what} became shorter while it was read`, {
      subject: location.path,
    });
  return bytes;
}

/** The error for a path that the system does not let us read. */
export function unreadable(path: string, cause: unknown): PlimsollError {
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new PlimsollError('IMAGE_NOT_FOUND', 'there is no such file or folder', { subject: path, cause });
  return new PlimsollError('FILE_UNREADABLE', `cannot be read (${code})`, {
    subject: path,
    ...(code === 'EACCES' || code === 'EPERM' ? { hint: 'Check the permissions of the file.' } : {}),
    cause,
  });
}

async function readAt(location: FileLocation, into: Uint8Array): Promise<number> {
  try {
    const handle = await open(location.path, READ_FLAGS);
    try {
      let done = 0;
      while (done < into.byteLength) {
        const { bytesRead } = await handle.read(
          into,
          done,
          into.byteLength - done,
          location.offsetBytes + done,
        );
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return done;
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw unreadable(location.path, cause);
  }
}

/** A FIFO put in a file's place must not block the open; Windows has no such flag. */
export const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
