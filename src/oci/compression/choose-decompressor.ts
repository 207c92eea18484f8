// The choice of a decompressor by a layer's first bytes. Media types are not asked:
// layers whose type and bytes disagree are common, and the bytes are right (containerd and Docker sniff them too).
import { PlimsollError } from '../../errors.ts';
import type { Decompressor, OutputSink } from './decompressor.ts';
import { createGzipDecompressor } from './gzip.ts';
import { createZstdDecompressor } from './zstd.ts';

/** How a layer is stored. */
export type Compression = 'plain' | 'gzip' | 'zstd';

/** How many bytes `detectCompression` wants to see. */
export const DETECTION_BYTES = 6;

/** Tells the compression from a stream's first bytes; throws COMPRESSION_UNSUPPORTED for those no engine accepts. */
export function detectCompression(head: Uint8Array): Compression {
  if (startsWith(head, [0x1f, 0x8b])) return 'gzip';
  if (startsWith(head, [0x28, 0xb5, 0x2f, 0xfd]) || isSkippableFrame(head)) return 'zstd';
  if (startsWith(head, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])) throw unsupported('xz');
  if (startsWith(head, [0x42, 0x5a, 0x68])) throw unsupported('bzip2');
  return 'plain';
}

/** Makes the decompressor for a stored form; `plain` passes the bytes on. */
export async function createDecompressor(compression: Compression, sink: OutputSink): Promise<Decompressor> {
  if (compression === 'gzip') return createGzipDecompressor(sink);
  if (compression === 'zstd') return createZstdDecompressor(sink);
  return createPassThrough(sink);
}

function createPassThrough(sink: OutputSink): Decompressor {
  let stored = 0;
  return {
    push(input) {
      const before = stored;
      stored += input.byteLength;
      sink(input, before, stored);
    },
    end() {},
  };
}

/** zstd streams may begin with a skippable frame (RFC 8878 section 3.1.2), 0x184D2A50 to 0x184D2A5F. */
function isSkippableFrame(head: Uint8Array): boolean {
  return head.length >= 4 && (head[0]! & 0xf0) === 0x50 && startsWith(head.subarray(1), [0x2a, 0x4d, 0x18]);
}

function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
  return head.length >= magic.length && magic.every((byte, index) => head[index] === byte);
}

function unsupported(name: string): PlimsollError {
  return new PlimsollError(
    'COMPRESSION_UNSUPPORTED',
    `the layer is compressed with ${name}, which the OCI image spec does not know`,
    {
      hint: 'Push the image again with gzip or zstd layers.',
    },
  );
}
