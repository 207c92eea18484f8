// How much archives may grow when they are inflated: each by its size, and all files of a layer within one sum.

const GROWTH_FACTOR = 20;
const EXTRA_BYTES = 64 * 1024 * 1024;
const FILE_LIMIT_BYTES = 2 ** 31;
/** What all files together may grow beyond `GROWTH_FACTOR`: small bombs are many. */
const SHARED_BYTES = 512 * 1024 * 1024;

export class GrowthAllowance {
  #shared = SHARED_BYTES;
  #ownLeft = 0;
  #left = 0;

  /** A file of this size begins. */
  start(sizeBytes: number): void {
    this.#ownLeft = Math.min(FILE_LIMIT_BYTES, GROWTH_FACTOR * sizeBytes);
    this.#left = Math.min(FILE_LIMIT_BYTES, this.#ownLeft + EXTRA_BYTES);
  }

  /** Whether `bytes` more are within the limits; after a refusal no more are, of this file. */
  take(bytes: number): boolean {
    const own = Math.min(bytes, this.#ownLeft);
    const shared = bytes - own;
    if (bytes > this.#left || shared > this.#shared) {
      this.#left = 0;
      return false;
    }
    this.#left -= bytes;
    this.#ownLeft -= own;
    this.#shared -= shared;
    return true;
  }
}
