// Compresses streams in worker threads, blocks of them side by side, and puts the blocks together in their order.
import { availableParallelism } from 'node:os';
import { PlimsollError } from '../../errors.ts';
import { throwIfAborted } from '../layout/check-abort.ts';
import type { Block, BlockForm, CompressedBlock } from './block.ts';
import { combineCrc } from './combine-crc.ts';
import { CODECS, compressBlock } from './compress-block.ts';
import { CompressionThread } from './compression-thread.ts';
import { SlotRing } from './slot-ring.ts';
import { requireZstd } from './zstd-block.ts';

const THREADS_LIMIT = 16;
/** A thread has its next block already when it answers one, because the main thread may be at other work then. */
const BLOCKS_A_THREAD = 2;
/** Blocks of a stream under way for each thread, whether a thread has them yet or not. */
const PENDING_A_THREAD = 3;

interface Job {
  readonly block: Block;
  readonly resolve: (block: Promise<CompressedBlock>) => void;
  readonly reject: (error: PlimsollError) => void;
}

/** Threads that compress; they are started when they are needed. */
export class CompressionPool {
  readonly #limit: number;
  readonly #threads: CompressionThread[] = [];
  readonly #waiting: Job[] = [];
  #isClosed = false;

  /** `threads`: at most; 0 compresses in the calling thread. */
  constructor(threads: number = availableParallelism()) {
    this.#limit = Math.min(threads, THREADS_LIMIT);
  }

  /**
   * The bytes in a compressed form, in pieces; memory is bounded, whatever the source gives. Throws
   * COMPRESSION_UNSUPPORTED where this Node does not write the form, ABORTED, and what the source throws.
   */
  async *compress(
    source: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
    form: BlockForm = 'gzip',
  ): AsyncGenerator<Uint8Array> {
    if (form === 'zstd') requireZstd();
    const codec = CODECS[form];
    const pending: { readonly sizeBytes: number; readonly block: Promise<CompressedBlock> }[] = [];
    const mostPending = Math.max(1, this.#limit * PENDING_A_THREAD);
    const slots = new SlotRing(form, mostPending + 1);
    let [crc, sizeBytes] = [0, 0];
    const finishFirst = async (): Promise<Uint8Array> => {
      const first = pending.shift()!;
      const block = await first.block;
      crc = combineCrc(crc, block.crc, first.sizeBytes);
      sizeBytes += first.sizeBytes;
      return block.bytes;
    };
    const start = (isLast: boolean): void => {
      const next = slots.take(isLast);
      const block = this.#compress(next);
      // Where the reader stops early nobody waits for it.
      block.catch(() => {});
      pending.push({ sizeBytes: next.sizeBytes, block });
    };
    yield codec.header;
    for await (const piece of source) {
      throwIfAborted(signal);
      for (let at = 0; at < piece.byteLength; ) {
        if (slots.isFull) {
          start(false);
          if (pending.length >= mostPending) yield await finishFirst();
        }
        at += slots.fill(piece, at);
      }
    }
    throwIfAborted(signal);
    start(true);
    while (pending.length > 0) yield await finishFirst();
    yield codec.trailer(crc, sizeBytes);
  }

  /** Ends the threads, also in the middle of their work. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(stopped());
    await Promise.all(this.#threads.map((thread) => thread.stop()));
  }

  async #compress(block: Block): Promise<CompressedBlock> {
    if (this.#isClosed) throw stopped();
    // A short layer is not worth a thread's start.
    const isAlone = block.isLast && block.precedingBytes === 0 && this.#threads.length === 0;
    if (this.#limit === 0 || isAlone) return compressBlock(block);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ block, resolve, reject });
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const thread = this.#chooseThread();
      if (thread === undefined) return;
      const { block, resolve } = this.#waiting.shift()!;
      resolve(thread.compress(block));
    }
  }

  #chooseThread(): CompressionThread | undefined {
    const [least] = this.#threads.toSorted((one, other) => one.load - other.load);
    if (least !== undefined && (least.load === 0 || this.#threads.length === this.#limit))
      return least.load < BLOCKS_A_THREAD ? least : undefined;
    const thread = new CompressionThread(() => this.#dispatch());
    this.#threads.push(thread);
    return thread;
  }
}

function stopped(): PlimsollError {
  return new PlimsollError('ABORTED', 'the run was stopped');
}
