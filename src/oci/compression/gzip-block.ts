// One gzip member (RFC 1952) made of blocks that can be compressed apart, as pigz makes it: each block's deflate stream is
// ended by an empty stored block on a byte's border and knows the 32 KiB before it. So the bytes depend on the content and
// on zlib alone, and neither on the number of threads nor on the pieces that the content comes in.
import zlib from 'node:zlib';
import type { Block, BlockCodec, CompressedBlock } from './block.ts';
import { chooseEffort } from './choose-effort.ts';

const BLOCK_BYTES = 1024 * 1024;
/** As far as deflate can look back. */
const WINDOW_BYTES = 32 * 1024;

/** gzip, in blocks of 1 MiB. */
export const GZIP_CODEC: BlockCodec = {
  blockBytes: BLOCK_BYTES,
  windowBytes: WINDOW_BYTES,
  // No name, no time, no system (255), so that equal content is equal bytes on every machine.
  header: Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255),
  compress: compressGzip,
  trailer: (crc, sizeBytes) => {
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(crc, 0);
    trailer.writeUInt32LE(sizeBytes % 2 ** 32, 4);
    return trailer;
  },
};

function compressGzip({ slot, precedingBytes, sizeBytes, isLast }: Block): CompressedBlock {
  const content = slot.subarray(WINDOW_BYTES, WINDOW_BYTES + sizeBytes);
  const dictionary = slot.subarray(WINDOW_BYTES - precedingBytes, WINDOW_BYTES);
  const bytes = zlib.deflateRawSync(content, {
    ...chooseEffort(content),
    // All of it comes out in one piece.
    chunkSize: WINDOW_BYTES + BLOCK_BYTES,
    finishFlush: isLast ? zlib.constants.Z_FINISH : zlib.constants.Z_SYNC_FLUSH,
    ...(precedingBytes === 0 ? {} : { dictionary }),
  });
  return { bytes, crc: zlib.crc32(content) };
}
