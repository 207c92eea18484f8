// One compressing thread, seen from the main one: it answers its blocks in their order, and whatever becomes of it, each
// block is answered.
import { Worker } from 'node:worker_threads';
import { PlimsollError } from '../../errors.ts';
import type { Block, CompressedBlock } from './block.ts';

interface Waiting {
  readonly resolve: (block: CompressedBlock) => void;
  readonly reject: (error: PlimsollError) => void;
}

/** A thread that is started at once, and keeps the process alive only while it has work. */
export class CompressionThread {
  // Options of the process (`--input-type`, loaders) are for its own program, not for this one.
  readonly #worker = new Worker(new URL('./compression-worker.js', import.meta.url), { execArgv: [] });
  readonly #waiting: Waiting[] = [];
  readonly #onIdle: () => void;
  #failure: PlimsollError | undefined;

  /** `onIdle` is called after each answer. */
  constructor(onIdle: () => void) {
    this.#onIdle = onIdle;
    this.#worker.unref();
    this.#worker.on('message', (block: CompressedBlock) => {
      this.#waiting.shift()?.resolve(block);
      if (this.#waiting.length === 0) this.#worker.unref();
      this.#onIdle();
    });
    this.#worker.on('error', (cause) => this.#fail('INTERNAL', 'a compressing thread failed', cause));
    this.#worker.on('exit', () => this.#fail('INTERNAL', 'a compressing thread ended by itself'));
  }

  /** How many blocks it has to answer. */
  get load(): number {
    return this.#waiting.length;
  }

  compress(block: Block): Promise<CompressedBlock> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage(block);
    });
  }

  /** Ends the thread, also in the middle of a block, which then fails as ABORTED. */
  async stop(): Promise<void> {
    this.#fail('ABORTED', 'the run was stopped');
    await this.#worker.terminate();
  }

  #fail(code: PlimsollError['code'], message: string, cause?: unknown): void {
    this.#failure ??= new PlimsollError(code, message, { cause });
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
    this.#onIdle();
  }
}
