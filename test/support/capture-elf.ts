// A made ELF file through ElfCapture, in pieces as a layer's tar gives them.
import { ElfCapture } from '../../src/contents/elf/elf-capture.ts';
import type { ElfFacts } from '../../src/contents/elf/elf-facts.ts';

/** The facts of a file that comes in pieces of `pieceBytes`, and how much of it was kept. */
export function captureElf(
  bytes: Uint8Array,
  pieceBytes = 64 * 1024,
  capture = new ElfCapture(),
): { readonly facts: ElfFacts | undefined; readonly capturedBytes: number } {
  if (!capture.start(bytes.subarray(0, pieceBytes), bytes.length))
    return { facts: undefined, capturedBytes: 0 };
  for (let at = 0; at < bytes.length; at += pieceBytes) capture.push(bytes.slice(at, at + pieceBytes));
  const facts = capture.finish();
  return { facts, capturedBytes: capture.capturedBytes };
}
