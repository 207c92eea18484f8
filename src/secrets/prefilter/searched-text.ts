// The memory that texts are searched in: the same bytes as bytes and as words of four.

/** Bytes that are readable before and after a searched text. */
export const MARGIN_BYTES = 8;

/** Memory for texts; `bytes[MARGIN_BYTES]` is the first byte that a text may have. */
export interface SearchedText {
  readonly bytes: Buffer;
  /** Over the same memory, in this machine's order of bytes, which is little-endian on all that Plimsoll runs on. */
  readonly words: Int32Array;
}

/** Memory for texts of at most `sizeBytes`, all zeros. */
export function makeSearchedText(sizeBytes: number): SearchedText {
  const memory = new ArrayBuffer((sizeBytes + 2 * MARGIN_BYTES + 3) & ~3);
  return { bytes: Buffer.from(memory), words: new Int32Array(memory) };
}
