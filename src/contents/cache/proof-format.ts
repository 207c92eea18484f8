// The stored form of a blob's proof: a JSON head of fixed length, then the shipped bytes of each entry.
import { type Digest, isDigest } from '../../oci/bytes/digest.ts';
import type { Compression } from '../../oci/compression/choose-decompressor.ts';

/** What a read proved of a blob: its diffId, and how its stored bytes spread over its entries. */
export interface BlobProof {
  readonly diffId: Digest;
  readonly compression: Compression;
  readonly storedBytes: number;
  readonly shipped: Float64Array;
}

const HEAD_BYTES = 256;

/** The proof as one block. */
export function encodeProof(proof: BlobProof): ArrayBuffer {
  const block = new ArrayBuffer(HEAD_BYTES + proof.shipped.byteLength);
  const { diffId, compression, storedBytes } = proof;
  new Uint8Array(block).set(
    Buffer.from(JSON.stringify({ diffId, compression, storedBytes }).padEnd(HEAD_BYTES)),
  );
  new Float64Array(block, HEAD_BYTES).set(proof.shipped);
  return block;
}

/** The proof in a block, or undefined where the block is anything else. */
export function decodeProof(block: ArrayBuffer): BlobProof | undefined {
  if (block.byteLength < HEAD_BYTES || block.byteLength % 8 !== 0) return undefined;
  try {
    const head = JSON.parse(Buffer.from(block, 0, HEAD_BYTES).toString('utf8')) as BlobProof;
    if (!isDigest(head.diffId) || !Number.isSafeInteger(head.storedBytes)) return undefined;
    return { ...head, shipped: new Float64Array(block, HEAD_BYTES) };
  } catch {
    return undefined;
  }
}
