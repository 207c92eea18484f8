// Writes a report to stdout at the pace of whoever reads it.
import type { OutputStream } from '../cli-io.ts';

const PIECE_CHARACTERS = 64 * 1024;

/** Resolves when all is handed over, or when the reader has gone. */
export async function writePieces(stream: OutputStream, pieces: Iterable<string>): Promise<void> {
  let buffered = '';
  for (const piece of pieces) {
    buffered += piece;
    if (buffered.length < PIECE_CHARACTERS) continue;
    if (!(await writeText(stream, buffered))) return;
    buffered = '';
  }
  await writeText(stream, buffered);
}

function writeText(stream: OutputStream, text: string): Promise<boolean> {
  if (text === '') return Promise.resolve(true);
  if (stream.destroyed === true) return Promise.resolve(false);
  return new Promise((resolve) => {
    stream.write(text, (error) => resolve(error === undefined || error === null));
  });
}
