// LZ4 frames (lz4_Frame_format.md 1.6.x): how Debian's images keep apt's package lists. Checksums are not looked at: whoever
// reads a list knows its content by other means.
import { PlimsollError } from '../errors.ts';

const MAGIC = 0x184d2204;

/** Whether bytes begin with a frame. */
export function isLz4(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 4 && bytes[0] === 0x04 && bytes[1] === 0x22 && bytes[2] === 0x4d && bytes[3] === 0x18
  );
}

/** The content of all frames; throws CATALOGUE_INVALID where they are damaged or hold more than the limit. */
export function unpackLz4(packed: Uint8Array, limitBytes: number): Buffer {
  const input = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  let output = Buffer.alloc(Math.min(limitBytes, Math.max(64 * 1024, input.length * 4)));
  let length = 0;
  const reserve = (more: number): void => {
    if (length + more > limitBytes) throw damaged('it holds more than is allowed');
    if (length + more <= output.length) return;
    const grown = Buffer.alloc(Math.min(limitBytes, Math.max(length + more, output.length * 2)));
    output.copy(grown, 0, 0, length);
    output = grown;
  };
  let at = 0;
  while (at < input.length) {
    const need = (bytes: number): void => {
      if (at + bytes > input.length) throw damaged('it is cut off');
    };
    need(7);
    if (input.readUInt32LE(at) !== MAGIC) throw damaged('a frame begins with something else');
    const flags = input[at + 4]!;
    if (flags >> 6 !== 1 || (flags & 1) !== 0) throw damaged('its frames are of another version');
    const hasBlockChecksum = (flags & 0x10) !== 0;
    at += 6 + ((flags & 0x08) === 0 ? 0 : 8) + 1;
    for (;;) {
      need(4);
      const word = input.readUInt32LE(at);
      at += 4;
      if (word === 0) break;
      const size = word & 0x7fffffff;
      need(size);
      if (word >>> 31 === 1) {
        reserve(size);
        input.copy(output, length, at, at + size);
        length += size;
      } else {
        let i = at;
        const end = at + size;
        const readLength = (first: number): number => {
          let value = first;
          if (first !== 15) return value;
          for (let more = 255; more === 255; ) {
            if (i >= end) throw damaged('a block is cut off');
            more = input[i++]!;
            value += more;
          }
          return value;
        };
        while (i < end) {
          const token = input[i++]!;
          const literals = readLength(token >> 4);
          if (i + literals > end) throw damaged('a block is cut off');
          reserve(literals);
          input.copy(output, length, i, i + literals);
          i += literals;
          length += literals;
          if (i === end) break;
          if (i + 2 > end) throw damaged('a block is cut off');
          const distance = input.readUInt16LE(i);
          i += 2;
          if (distance === 0 || distance > length) throw damaged('a block points before its beginning');
          const copied = readLength(token & 15) + 4;
          reserve(copied);
          // A match may overlap what it writes.
          for (let k = 0; k < copied; k++, length++) output[length] = output[length - distance]!;
        }
      }
      at += size + (hasBlockChecksum ? 4 : 0);
    }
    if ((flags & 0x04) !== 0) at += 4;
  }
  return output.subarray(0, length);
}

function damaged(why: string): PlimsollError {
  return new PlimsollError('CATALOGUE_INVALID', `the LZ4 file cannot be read: ${why}`);
}
