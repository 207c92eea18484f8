// The bytes of a range of a local file, in pieces.
import { open } from 'node:fs/promises';
import { PlimsollError } from '../../errors.ts';
import type { RangeLocation } from '../image/image.ts';
import { throwIfAborted } from './check-abort.ts';
import { READ_FLAGS, unreadable } from './image-files.ts';

const PIECE_BYTES = 256 * 1024;

/** Each piece is valid until the next one is asked for. Throws FILE_UNREADABLE where the range ends early, ABORTED. */
export async function* streamRange(range: RangeLocation, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const location = range.kind === 'file' ? range : await range.unpack(signal);
  const { path, offsetBytes, sizeBytes } = location;
  const handle = await open(path, READ_FLAGS).catch((cause) => {
    throw unreadable(path, cause);
  });
  try {
    const buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, Math.max(1, sizeBytes)));
    for (let done = 0; done < sizeBytes; ) {
      throwIfAborted(signal);
      const wanted = Math.min(buffer.byteLength, sizeBytes - done);
      const { bytesRead } = await handle.read(buffer, 0, wanted, offsetBytes + done);
      if (bytesRead === 0)
        throw new PlimsollError('FILE_UNREADABLE', 'it became shorter while it was read', { subject: path });
      done += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
