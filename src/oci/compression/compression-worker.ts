// A compressing thread: one block after the other, read from memory that is shared, given back without a copy.
import { parentPort } from 'node:worker_threads';
import type { Block, CompressedBlock } from './block.ts';
import { compressBlock } from './compress-block.ts';

parentPort?.on('message', (block: Block) => {
  const { bytes, crc } = compressBlock(block);
  // The compressor's own buffer is far larger than what it made.
  const own = new Uint8Array(bytes);
  parentPort?.postMessage({ bytes: own, crc } satisfies CompressedBlock, [own.buffer]);
});
