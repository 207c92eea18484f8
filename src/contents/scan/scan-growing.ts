// Scans a layer that is still being written to a file.
import { readSync } from 'node:fs';
import { PlimsollError } from '../../errors.ts';
import type { GrowingRange } from './growing-range.ts';
import { createLayerScanner, type LayerScan, type ScanOptions } from './scan-layer.ts';

const PIECE_BYTES = 64 * 1024;

/** Part of an open file; the descriptor stays open until the scan is over. */
export interface GrowingFile {
  readonly fd: number;
  readonly offsetBytes: number;
  readonly range: GrowingRange;
}

/** Scans what comes, sleeping where nothing has; throws ABORTED where the writer gave up, FILE_UNREADABLE, and as scans do. */
export async function scanGrowing(
  { fd, offsetBytes, range }: GrowingFile,
  options: ScanOptions,
): Promise<LayerScan> {
  const scanner = await createLayerScanner(options);
  try {
    const buffer = Buffer.allocUnsafe(PIECE_BYTES);
    for (let done = 0; ; ) {
      const sizeBytes = range.waitFor(done + PIECE_BYTES);
      if (sizeBytes === undefined || done > sizeBytes) throw givenUp();
      if (done === sizeBytes) return await scanner.finish();
      const wanted = Math.min(PIECE_BYTES, sizeBytes - done);
      const read = readAt(fd, buffer.subarray(0, wanted), offsetBytes + done);
      done += read;
      const pending = scanner.push(buffer.subarray(0, read));
      if (pending !== undefined) await pending;
    }
  } catch (error) {
    scanner.abandon();
    throw error;
  }
}

function readAt(fd: number, into: Uint8Array, position: number): number {
  try {
    const read = readSync(fd, into, 0, into.byteLength, position);
    if (read > 0) return read;
  } catch (cause) {
    throw new PlimsollError('FILE_UNREADABLE', 'what was written cannot be read', { cause });
  }
  throw new PlimsollError('FILE_UNREADABLE', 'what was written is not there');
}

function givenUp(): PlimsollError {
  return new PlimsollError('ABORTED', 'the blob was not written to its end');
}
