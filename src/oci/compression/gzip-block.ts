// One gzip member (RFC 1952) made of blocks that can be compressed apart, as pigz makes it: each block's deflate stream is
// ended by an empty stored block on a byte's border and knows the 32 KiB before it. So the bytes depend on the content and
// on zlib alone, and neither on the number of threads nor on the pieces that the content comes in.
import zlib from 'node:zlib';

/** How much is compressed at a time. */
export const BLOCK_BYTES = 1024 * 1024;
/** As far as deflate can look back. */
export const WINDOW_BYTES = 32 * 1024;

/**
 * Measured on a Debian image (bench/NOTES.md): Node's zlib makes 1.019 times of the bytes of `pigz -6` with these, at 1.3
 * times the speed of its own level 6. Little memory ends deflate's blocks earlier, which fits tars of many kinds of files.
 */
const LEVEL = 5;
const MEMORY_LEVEL = 6;

/** No name, no time, no system (255), so that equal content is equal bytes on every machine. */
export const GZIP_HEADER: Uint8Array = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);

/** Room for the window, and after it for the block; threads share it. */
export const SLOT_BYTES = WINDOW_BYTES + BLOCK_BYTES;

/** What is to be compressed: a slot's block, its window before it. */
export interface GzipBlock {
  readonly slot: Uint8Array;
  readonly windowBytes: number;
  readonly sizeBytes: number;
  readonly isLast: boolean;
}

/** A block's deflate stream, and the CRC-32 of what it holds. */
export interface CompressedBlock {
  readonly bytes: Uint8Array;
  readonly crc: number;
}

/** Compresses one block. */
export function compressBlock({ slot, windowBytes, sizeBytes, isLast }: GzipBlock): CompressedBlock {
  const content = slot.subarray(WINDOW_BYTES, WINDOW_BYTES + sizeBytes);
  const dictionary = slot.subarray(WINDOW_BYTES - windowBytes, WINDOW_BYTES);
  const bytes = zlib.deflateRawSync(content, {
    level: LEVEL,
    memLevel: MEMORY_LEVEL,
    // All of it comes out in one piece.
    chunkSize: SLOT_BYTES,
    finishFlush: isLast ? zlib.constants.Z_FINISH : zlib.constants.Z_SYNC_FLUSH,
    ...(windowBytes === 0 ? {} : { dictionary }),
  });
  return { bytes, crc: zlib.crc32(content) };
}

/** What ends the member: the CRC-32 and the size of all content. */
export function gzipTrailer(crc: number, sizeBytes: number): Uint8Array {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(sizeBytes % 2 ** 32, 4);
  return trailer;
}
