// The forms that are made of blocks, by their names.
import type { Block, BlockCodec, BlockForm, CompressedBlock } from './block.ts';
import { GZIP_CODEC } from './gzip-block.ts';
import { ZSTD_CODEC } from './zstd-block.ts';

/** How each form is put together. */
export const CODECS: Readonly<Record<BlockForm, BlockCodec>> = { gzip: GZIP_CODEC, zstd: ZSTD_CODEC };

/** Compresses one block; throws COMPRESSION_UNSUPPORTED where this Node does not write its form. */
export function compressBlock(block: Block): CompressedBlock {
  return CODECS[block.form].compress(block);
}
