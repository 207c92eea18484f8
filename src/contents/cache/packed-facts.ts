// What is known of one layer, as one block that another machine's cache can take: what a read proved of its blob, and its facts.
import type { Digest } from '../../oci/bytes/digest.ts';
import { decodeFacts, encodeFacts } from '../facts/facts-format.ts';
import { coversReadings, type FactsReadings, stateReadings } from '../facts/facts-readings.ts';
import type { FactsCache } from './facts-cache.ts';
import { decodeProof, encodeProof } from './proof-format.ts';

/** A layer, and what is wanted of it. */
export interface PackedLayer {
  /** Of the blob, as `blob-key.ts` makes it. */
  readonly key: string;
  readonly diffId: Digest;
  readonly readings: FactsReadings;
}

const HEAD_BYTES = 8;

/** What a cache has of a layer; undefined where it has not all of it. */
export function packFacts(
  cache: FactsCache,
  { key, diffId, readings }: PackedLayer,
): Uint8Array<ArrayBuffer> | undefined {
  const proof = cache.readProof(key);
  const facts = cache.readFacts(diffId, stateReadings(readings));
  if (proof === undefined || facts === undefined || proof.diffId !== diffId) return undefined;
  const [head, tail] = [encodeProof(proof), encodeFacts(facts)];
  const block = new Uint8Array(HEAD_BYTES + head.byteLength + tail.byteLength);
  new DataView(block.buffer).setUint32(0, head.byteLength);
  block.set(new Uint8Array(head), HEAD_BYTES);
  block.set(new Uint8Array(tail), HEAD_BYTES + head.byteLength);
  return block;
}

/** Takes a block into a cache; false where it is anything else than what is wanted. */
export function unpackFacts(
  cache: FactsCache,
  { key, diffId, readings }: PackedLayer,
  block: Uint8Array,
): boolean {
  if (block.byteLength < HEAD_BYTES) return false;
  const headBytes = new DataView(block.buffer, block.byteOffset).getUint32(0);
  if (HEAD_BYTES + headBytes > block.byteLength) return false;
  try {
    const proof = decodeProof(copyBuffer(block.subarray(HEAD_BYTES, HEAD_BYTES + headBytes)));
    const facts = decodeFacts(copyBuffer(block.subarray(HEAD_BYTES + headBytes)));
    const isWanted = facts.diffId === diffId && coversReadings(facts, stateReadings(readings));
    if (proof?.diffId !== diffId || !isWanted || facts.entryCount !== proof.shipped.length) return false;
    cache.write([key], facts, proof);
    return true;
  } catch {
    return false;
  }
}

function copyBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
