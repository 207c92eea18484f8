// Lets one thread at a time hold a large file of metadata whole. A jar may have a hundred megabytes, and the jars within it as
// many again: eight threads at once would take more memory than all else together.
import { isMainThread } from 'node:worker_threads';

/** Smaller files are held by as many threads as there are. */
const LARGE_BYTES = 8 * 2 ** 20;

const FREE = 0;
const TAKEN = 1;

/** A gate that the threads of one image share: one number in shared memory. */
export class LargeFileGate {
  readonly #state: Int32Array;
  #isInside = false;

  constructor(shared: SharedArrayBuffer, byteOffset: number) {
    this.#state = new Int32Array(shared, byteOffset, 1);
  }

  /**
   * To be called before a file of so many bytes is held; waits where another thread holds a large one. The calling thread's
   * scans come one after the other, so the main one need not wait, and must not.
   */
  enter(sizeBytes: number): void {
    if (sizeBytes < LARGE_BYTES || isMainThread || this.#isInside) return;
    while (Atomics.compareExchange(this.#state, 0, FREE, TAKEN) !== FREE) Atomics.wait(this.#state, 0, TAKEN);
    this.#isInside = true;
  }

  /** To be called when the file is held no more; also where it was not large. A scan that fails ends those of its image. */
  leave(): void {
    if (!this.#isInside) return;
    this.#isInside = false;
    Atomics.store(this.#state, 0, FREE);
    Atomics.notify(this.#state, 0, 1);
  }
}
