// A part of a stream that is compressed apart from the others, and what a compressed form makes of it.

/** Forms that are made of blocks. */
export type BlockForm = 'gzip' | 'zstd';

/** What is to be compressed, in memory that threads share. */
export interface Block {
  readonly form: BlockForm;
  /** Room for the form's window, then the block. */
  readonly slot: Uint8Array;
  /** How much of the window was filled by what comes before the block. */
  readonly precedingBytes: number;
  readonly sizeBytes: number;
  readonly isLast: boolean;
}

/** A block in its compressed form, and the CRC-32 of what it holds where the form wants one. */
export interface CompressedBlock {
  readonly bytes: Uint8Array;
  readonly crc: number;
}

/** How a form is put together. The bytes depend on the content and the library alone. */
export interface BlockCodec {
  readonly blockBytes: number;
  /** How much a block knows of what comes before it. */
  readonly windowBytes: number;
  readonly header: Uint8Array;
  compress(block: Block): CompressedBlock;
  trailer(crc: number, sizeBytes: number): Uint8Array;
}
