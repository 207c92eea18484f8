// Runs a decompressor over bytes and keeps what it gives.
import type { Decompressor, OutputSink } from '../../src/oci/compression/decompressor.ts';
import { cutIntoPieces } from './layers.ts';

/** All output, and for each piece of it the stored bytes consumed before and after. */
export interface Decompressed {
  readonly output: Buffer;
  readonly stored: readonly (readonly [before: number, after: number])[];
}

/** Pushes the pieces (or the bytes whole) and ends; each piece is wiped after its push, as callers use buffers again. */
export async function decompress(
  create: (sink: OutputSink) => Decompressor | Promise<Decompressor>,
  pieces: Uint8Array | readonly Uint8Array[],
  pieceBytes?: number,
): Promise<Decompressed> {
  const outputs: Buffer[] = [];
  const stored: [number, number][] = [];
  const decompressor = await create((output, before, after) => {
    outputs.push(Buffer.from(output));
    stored.push([before, after]);
  });
  const list =
    pieces instanceof Uint8Array
      ? cutIntoPieces(pieces, pieceBytes ?? Math.max(1, pieces.byteLength))
      : pieces;
  for (const piece of list) {
    const copy = Buffer.from(piece);
    await decompressor.push(copy);
    copy.fill(0xaa);
  }
  await decompressor.end();
  return { output: Buffer.concat(outputs), stored };
}

/** Text that compresses, but not to nothing; the same for the same seed. */
export function sampleText(length: number, seed = 1): Buffer {
  let state = seed;
  let text = '';
  while (text.length < length) {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    text += ['layer ', 'image ', 'byte ', String(state % 1000)][(state >> 8) % 4];
  }
  return Buffer.from(text.slice(0, length));
}
