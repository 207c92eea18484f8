// The content identity: XXH3-128 in WebAssembly. It makes several GB a second, and equality of hashes is only used to
// suggest findings; whatever merges or proves bytes takes SHA-256 in a pass of its own (DESIGN, "layer facts").
import { createRequire } from 'node:module';
import type { createXXHash128, IHasher } from 'hash-wasm';

/** Zeros fed in one step while a hole of a sparse file is hashed. */
const ZEROS = new Uint8Array(64 * 1024);

/** Hashes contents one after the other. */
export class ContentHasher {
  readonly #hasher: IHasher;
  #hasContent = false;

  constructor(hasher: IHasher) {
    this.#hasher = hasher;
  }

  update(bytes: Uint8Array): void {
    if (!this.#hasContent) this.#hasher.init();
    this.#hasContent = true;
    this.#hasher.update(bytes);
  }

  updateZeros(sizeBytes: number): void {
    for (let left = sizeBytes; left > 0; left -= ZEROS.length)
      this.update(left >= ZEROS.length ? ZEROS : ZEROS.subarray(0, left));
  }

  /** The 16 bytes for what was fed since the last call; zeros where nothing was. */
  finish(into: Uint8Array, offset: number): void {
    if (!this.#hasContent) return;
    this.#hasContent = false;
    into.set(this.#hasher.digest('binary'), offset);
  }
}

/** Makes a hasher; streams that are read at the same time need one each. */
export async function createContentHasher(): Promise<ContentHasher> {
  // The package's bundle of this one hash: the whole package takes 20 ms to load.
  const bundle = createRequire(import.meta.url)('hash-wasm/dist/xxhash128.umd.min.js') as {
    createXXHash128: typeof createXXHash128;
  };
  return new ContentHasher(await bundle.createXXHash128());
}
