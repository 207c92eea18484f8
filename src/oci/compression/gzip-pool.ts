// Compresses streams in worker threads, blocks of them side by side, and puts the blocks together in their order.
import { availableParallelism } from 'node:os';
import { PlimsollError } from '../../errors.ts';
import { throwIfAborted } from '../layout/check-abort.ts';
import { combineCrc } from './combine-crc.ts';
import {
  type CompressedBlock,
  compressBlock,
  GZIP_HEADER,
  type GzipBlock,
  gzipTrailer,
} from './gzip-block.ts';
import { GzipThread } from './gzip-thread.ts';
import { SlotRing } from './slot-ring.ts';

const THREADS_LIMIT = 16;
/** A thread has its next block already when it answers one, because the main thread may be at other work then. */
const BLOCKS_A_THREAD = 2;
/** Blocks of a stream under way for each thread, whether a thread has them yet or not. */
const PENDING_A_THREAD = 3;

interface Job {
  readonly block: GzipBlock;
  readonly resolve: (block: Promise<CompressedBlock>) => void;
  readonly reject: (error: PlimsollError) => void;
}

/** Threads that compress; they are started when they are needed. */
export class GzipPool {
  readonly #limit: number;
  readonly #threads: GzipThread[] = [];
  readonly #waiting: Job[] = [];
  #isClosed = false;

  /** `threads`: at most; 0 compresses in the calling thread. */
  constructor(threads: number = availableParallelism()) {
    this.#limit = Math.min(threads, THREADS_LIMIT);
  }

  /** The bytes as one gzip member, in pieces; memory is bounded, whatever the source gives. */
  async *compress(source: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const pending: { readonly sizeBytes: number; readonly block: Promise<CompressedBlock> }[] = [];
    const mostPending = Math.max(1, this.#limit * PENDING_A_THREAD);
    const slots = new SlotRing(mostPending + 1);
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
    yield GZIP_HEADER;
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
    yield gzipTrailer(crc, sizeBytes);
  }

  /** Ends the threads, also in the middle of their work. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(stopped());
    await Promise.all(this.#threads.map((thread) => thread.stop()));
  }

  async #compress(block: GzipBlock): Promise<CompressedBlock> {
    if (this.#isClosed) throw stopped();
    // A short layer is not worth a thread's start.
    const isAlone = block.isLast && block.windowBytes === 0 && this.#threads.length === 0;
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

  #chooseThread(): GzipThread | undefined {
    const [least] = this.#threads.toSorted((one, other) => one.load - other.load);
    if (least !== undefined && (least.load === 0 || this.#threads.length === this.#limit))
      return least.load < BLOCKS_A_THREAD ? least : undefined;
    const thread = new GzipThread(() => this.#dispatch());
    this.#threads.push(thread);
    return thread;
  }
}

function stopped(): PlimsollError {
  return new PlimsollError('ABORTED', 'the run was stopped');
}
