// A file read as a layer's tar would give it: in pieces of 64 KiB, once.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { ElfCapture } from '../../../src/contents/elf/elf-capture.ts';
import type { ElfFacts } from '../../../src/contents/elf/elf-facts.ts';

const PIECE = Buffer.alloc(64 * 1024);
const capture = new ElfCapture();

/** An ELF file's facts, and how much of it was kept. */
export interface CapturedFile {
  readonly facts: ElfFacts;
  readonly sizeBytes: number;
  readonly capturedBytes: number;
}

/** Reads a file; undefined where it is no ELF file. */
export function captureFile(path: string): CapturedFile | undefined {
  const file = openSync(path, 'r');
  try {
    const sizeBytes = fstatSync(file).size;
    let isStarted = false;
    for (let read = readSync(file, PIECE); read > 0; read = readSync(file, PIECE)) {
      const piece = PIECE.subarray(0, read);
      if (!isStarted && !capture.start(piece, sizeBytes)) return undefined;
      isStarted = true;
      capture.push(piece);
    }
    const facts = isStarted ? capture.finish() : undefined;
    return facts && { facts, sizeBytes, capturedBytes: capture.capturedBytes };
  } finally {
    closeSync(file);
  }
}
