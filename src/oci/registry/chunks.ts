// A blob's bytes in chunks that stay in memory until the registry has them. The next chunk is read while one is sent.
import type { BlobSource } from '../image/destination.ts';
import { provePieces, type WrittenBlob } from '../staging/prove-pieces.ts';

/** Large enough that asking costs little, small enough for a few at a time. */
const CHUNK_BYTES = 8 * 1024 * 1024;
/** A registry that wants larger chunks than this is not served with them. */
const LARGEST_CHUNK_BYTES = 64 * 1024 * 1024;

/** A part of the blob; the last one tells what the whole blob was. */
export interface Chunk {
  readonly bytes: Uint8Array;
  readonly whole: WrittenBlob | undefined;
}

/** Reads a blob chunk by chunk. */
export class ChunkReader {
  readonly #pieces: AsyncGenerator<Uint8Array, WrittenBlob>;
  readonly #chunkBytes: number;
  readonly #buffers: Uint8Array[] = [];
  #turn = 0;
  /** The part of a piece that the chunk before had no room for. */
  #rest: Uint8Array = new Uint8Array();
  #next: Promise<Chunk> | undefined;

  /** `leastBytes`: what the registry wants each chunk but the last to have. */
  constructor(source: BlobSource, leastBytes: number, signal: AbortSignal) {
    this.#pieces = provePieces(source, signal);
    this.#chunkBytes = Math.min(Math.max(CHUNK_BYTES, leastBytes), LARGEST_CHUNK_BYTES);
  }

  /** The next chunk, valid until the one after it is asked for. Not to be called after the last one. */
  async read(): Promise<Chunk> {
    const chunk = await (this.#next ?? this.#fill());
    this.#next = chunk.whole === undefined ? this.#fill() : undefined;
    this.#next?.catch(() => {});
    return chunk;
  }

  /** Ends reading in the middle. */
  async stop(): Promise<void> {
    await this.#next?.catch(() => {});
    await this.#pieces.return(undefined as never).catch(() => {});
  }

  async #fill(): Promise<Chunk> {
    const buffer = this.#takeBuffer();
    let filledBytes = 0;
    for (;;) {
      const taken = Math.min(this.#rest.byteLength, buffer.byteLength - filledBytes);
      buffer.set(this.#rest.subarray(0, taken), filledBytes);
      filledBytes += taken;
      this.#rest = this.#rest.subarray(taken);
      // A full chunk is only given when it is known whether it is the last one.
      if (filledBytes === buffer.byteLength && this.#rest.byteLength > 0)
        return { bytes: buffer, whole: undefined };
      const next = await this.#pieces.next();
      if (next.done === true) return { bytes: buffer.subarray(0, filledBytes), whole: next.value };
      this.#rest = next.value;
    }
  }

  #takeBuffer(): Uint8Array {
    this.#turn = 1 - this.#turn;
    this.#buffers[this.#turn] ??= new Uint8Array(this.#chunkBytes);
    return this.#buffers[this.#turn]!;
  }
}
