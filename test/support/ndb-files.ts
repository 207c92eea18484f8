// rpm's NDB files made in code.

const PAGE_BYTES = 4096;
const BLOCK_BYTES = 16;

/** A file with these blobs; undefined is a slot that was given back. */
export function encodeNdb(blobs: readonly (Uint8Array | undefined)[]): Buffer {
  const slotPages = Math.max(1, Math.ceil(((blobs.length + 2) * 16) / PAGE_BYTES));
  const slots = Buffer.alloc(slotPages * PAGE_BYTES);
  writeWords(slots, 0, ['RpmP', 0, blobs.length + 1, slotPages, blobs.length + 1]);
  const parts: Buffer[] = [slots];
  let block = slots.length / BLOCK_BYTES;
  for (let slot = 2; slot * 16 < slots.length; slot++) {
    const blob = blobs[slot - 2];
    if (blob === undefined) {
      writeWords(slots, slot * 16, ['Slot', 0, 0, 0]);
      continue;
    }
    const blocks = Math.ceil((blob.length + 28) / BLOCK_BYTES);
    const bytes = Buffer.alloc(blocks * BLOCK_BYTES);
    writeWords(bytes, 0, ['BlbS', slot - 1, 1, blob.length]);
    bytes.set(blob, 16);
    writeWords(bytes, bytes.length - 12, [0, blob.length, 'BlbE']);
    writeWords(slots, slot * 16, ['Slot', slot - 1, block, blocks]);
    parts.push(bytes);
    block += blocks;
  }
  return Buffer.concat(parts);
}

function writeWords(into: Buffer, at: number, words: readonly (string | number)[]): void {
  for (const [i, word] of words.entries()) {
    if (typeof word === 'string') into.write(word, at + 4 * i, 'latin1');
    else into.writeUInt32LE(word, at + 4 * i);
  }
}
