// zstd frames made by hand (RFC 8878 section 3.1), because not every Node can write zstd: raw and repeated blocks only.
import { spawnSync } from 'node:child_process';
import { createXXHash64 } from 'hash-wasm';

/** How a frame is made. */
export interface FrameOptions {
  /** Content bytes in each block; 100,000 where it is not given (128 KiB is the format's limit). */
  readonly blockBytes?: number;
  /** Base-2 logarithm of the window; 20 where it is not given. */
  readonly windowLog?: number;
  /** Ends the frame with these four bytes as its checksum; see `contentChecksum`. */
  readonly checksum?: Uint8Array;
}

/** A frame that holds the content uncompressed. */
export function zstdFrame(content: string | Uint8Array, options: FrameOptions = {}): Buffer {
  const bytes = Buffer.from(content as string);
  const blockBytes = options.blockBytes ?? 100_000;
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length || at === 0; at += blockBytes) {
    const piece = bytes.subarray(at, at + blockBytes);
    blocks.push(blockHeader(piece.length, 0, at + blockBytes >= bytes.length), piece);
  }
  return Buffer.concat([frameHeader(options), ...blocks, options.checksum ?? Buffer.alloc(0)]);
}

/** A frame of zeros: `blocks` blocks of 128 KiB, each four bytes long. */
export function zstdZeros(blocks: number): Buffer {
  const block = Buffer.concat([blockHeader(128 * 1024, 1, false), Buffer.alloc(1)]);
  const last = Buffer.concat([blockHeader(128 * 1024, 1, true), Buffer.alloc(1)]);
  return Buffer.concat([frameHeader({}), ...Array.from({ length: blocks - 1 }, () => block), last]);
}

/** A skippable frame with this many bytes in it. */
export function skippableFrame(sizeBytes: number, variant = 0): Buffer {
  const frame = Buffer.alloc(8 + sizeBytes, 0xee);
  frame.writeUInt32LE(0x184d2a50 + variant, 0);
  frame.writeUInt32LE(sizeBytes, 4);
  return frame;
}

/** The checksum that ends a frame with this content: the low half of its XXH64. */
export async function contentChecksum(content: Uint8Array): Promise<Buffer> {
  const digest = (await createXXHash64()).update(content).digest('binary');
  return Buffer.from(digest.subarray(4)).reverse();
}

/** Compresses with the zstd program; undefined where it is not here, which is said on the console. */
export function zstdProgram(content: Uint8Array, ...args: readonly string[]): Buffer | undefined {
  const { status, stdout } = spawnSync('zstd', ['-q', '-c', ...args], { input: content, maxBuffer: 2 ** 30 });
  if (status === 0) return stdout;
  console.warn('SKIPPED: a test against the zstd program, because it is not here');
  return undefined;
}

function frameHeader({ windowLog = 20, checksum }: FrameOptions): Buffer {
  return Buffer.from([0x28, 0xb5, 0x2f, 0xfd, checksum === undefined ? 0 : 4, (windowLog - 10) << 3]);
}

function blockHeader(sizeBytes: number, type: 0 | 1, isLast: boolean): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((sizeBytes << 3) | (type << 1) | (isLast ? 1 : 0), 0, 3);
  return header;
}
