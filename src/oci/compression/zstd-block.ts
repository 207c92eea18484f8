// zstd (RFC 8878) as frames that follow each other, each of which knows nothing of the others; only a newer Node writes it.
import zlib from 'node:zlib';
import { PlimsollError } from '../../errors.ts';
import type { Block, BlockCodec, CompressedBlock } from './block.ts';

/** Frames twice as long as the window of the level; longer ones gain nothing (bench/NOTES.md). */
const FRAME_BYTES = 4 * 1024 * 1024;
const NOTHING = new Uint8Array();
/** ZSTD_c_checksumFlag (zstd.h): each frame ends with a checksum of its content. */
const CHECKSUM_FLAG = 201;

interface ZstdOptions {
  readonly chunkSize: number;
  readonly params: Readonly<Record<number, number>>;
}
type CompressZstd = (content: Uint8Array, options: ZstdOptions) => Uint8Array;

/** zstd at the library's own level, in frames of 4 MiB. */
export const ZSTD_CODEC: BlockCodec = {
  blockBytes: FRAME_BYTES,
  windowBytes: 0,
  header: NOTHING,
  compress: compressZstd,
  trailer: () => NOTHING,
};

function compressZstd({ slot, sizeBytes }: Block): CompressedBlock {
  const compress = requireZstd();
  const options = { chunkSize: FRAME_BYTES + 64 * 1024, params: { [CHECKSUM_FLAG]: 1 } };
  return { bytes: compress(slot.subarray(0, sizeBytes), options), crc: 0 };
}

/** Node's own compressor (22.15, 23.8 and later have it); throws COMPRESSION_UNSUPPORTED where there is none. */
export function requireZstd(): CompressZstd {
  const { zstdCompressSync } = zlib as unknown as { readonly zstdCompressSync?: CompressZstd };
  if (zstdCompressSync !== undefined) return zstdCompressSync;
  throw new PlimsollError('COMPRESSION_UNSUPPORTED', `Node ${process.versions.node} does not write zstd`, {
    hint: 'Node 22.15 and later does; gzip layers can be written by every Node.',
  });
}
