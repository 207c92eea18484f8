// LZ4 frames made in code (lz4_Frame_format.md): one block, with matches where a simple search finds them.

/** Packs bytes; `isStored` leaves the block as it is. */
export function packLz4(content: Uint8Array, { isStored = false } = {}): Buffer {
  const head = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0x00]);
  const block = isStored ? Buffer.from(content) : packBlock(Buffer.from(content));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(isStored ? (block.length | 0x80000000) >>> 0 : block.length);
  return block.length === 0
    ? Buffer.concat([head, Buffer.alloc(4)])
    : Buffer.concat([head, size, block, Buffer.alloc(4)]);
}

function packBlock(content: Buffer): Buffer {
  const parts: number[] = [];
  const last = new Map<string, number>();
  let literals = 0;
  const writeLength = (length: number): void => {
    let rest = length - 15;
    for (; rest >= 255; rest -= 255) parts.push(255);
    parts.push(rest);
  };
  const write = (end: number, match: number, distance: number): void => {
    const count = end - literals;
    parts.push((Math.min(count, 15) << 4) | (match === 0 ? 0 : Math.min(match - 4, 15)));
    if (count >= 15) writeLength(count);
    for (let i = literals; i < end; i++) parts.push(content[i]!);
    if (match === 0) return;
    parts.push(distance & 255, distance >> 8);
    if (match - 4 >= 15) writeLength(match - 4);
  };
  // The format wants the last five bytes as literals.
  for (let at = 0; at + 4 < content.length - 5; ) {
    const key = content.toString('latin1', at, at + 4);
    const from = last.get(key);
    last.set(key, at);
    if (from === undefined || at - from > 65_535) {
      at++;
      continue;
    }
    let match = 4;
    while (at + match < content.length - 5 && content[from + match] === content[at + match]) match++;
    write(at, match, at - from);
    at += match;
    literals = at;
  }
  if (content.length > 0) write(content.length, 0, 0);
  return Buffer.from(parts);
}
