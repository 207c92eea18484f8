// Snapshots and histories in files, plain or compressed with gzip, as streams.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { PlimsollError, withSubject } from '../../errors.ts';
import { throwIfAborted } from '../../oci/layout/check-abort.ts';
import type { FleetMoment } from '../snapshot/fleet-snapshot.ts';
import type { LayerTable } from '../snapshot/layer-table.ts';
import { SnapshotParser } from '../snapshot/snapshot-parser.ts';

/** What a compressed file may grow to; a history of years of a large fleet is smaller. */
const UNPACKED_LIMIT_BYTES = 64 * 2 ** 30;
const READ_BYTES = 256 * 1024;

/** Whether the file begins as a snapshot or a history does: with an object, plain or compressed. */
export async function isSnapshotFile(path: string): Promise<boolean> {
  try {
    const handle = await open(path);
    try {
      const head = Buffer.alloc(64);
      const { bytesRead } = await handle.read(head, 0, head.length, 0);
      const text = head.toString('latin1', 0, bytesRead).trimStart();
      // A name behind the second blank tells nothing: `x.json.gz` is a snapshot, and an archive that is compressed ends otherwise.
      return text.startsWith('{') || (isGzip(head) && /\.(?:nd)?json(?:l)?\.gz$/.test(path));
    } finally {
      await handle.close();
    }
  } catch {
    return false;
  }
}

/** The moments of a file; throws FLEET_INVALID or FILE_UNREADABLE. */
export async function readSnapshotFile(
  path: string,
  table: LayerTable,
  signal: AbortSignal,
): Promise<{ readonly moments: readonly FleetMoment[]; readonly isHistory: boolean }> {
  const parser = new SnapshotParser(table);
  try {
    const handle = await open(path);
    const head = Buffer.alloc(2);
    await handle.read(head, 0, 2, 0);
    await handle.close();
    const file = createReadStream(path, { highWaterMark: READ_BYTES });
    const bytes = isGzip(head) ? file.pipe(createGunzip({ chunkSize: READ_BYTES })) : file;
    file.on('error', (error) => bytes.destroy(error));
    let length = 0;
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      throwIfAborted(signal);
      length += chunk.length;
      if (length > UNPACKED_LIMIT_BYTES)
        throw new PlimsollError('FLEET_INVALID', `it has more than ${UNPACKED_LIMIT_BYTES} bytes`);
      parser.push(chunk);
    }
    return parser.end();
  } catch (error) {
    if (error instanceof PlimsollError) throw withSubject(error, path);
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    if (code.startsWith('Z_'))
      throw new PlimsollError('FLEET_INVALID', 'it is no gzip, or it was cut off', {
        subject: path,
        cause: error,
      });
    throw new PlimsollError('FILE_UNREADABLE', `cannot be read (${code})`, { subject: path, cause: error });
  }
}

function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}
