// Collects the bytes of a tar in pieces of one size, since what is written comes in headers and in whatever pieces contents do.
const PIECE_BYTES = 256 * 1024;

/** Bytes in order; `take` gives those that make whole pieces. */
export class TarOutput {
  readonly #ready: Uint8Array[] = [];
  #piece = Buffer.allocUnsafe(PIECE_BYTES);
  #filled = 0;

  /** Copies the bytes. */
  put(bytes: Uint8Array): void {
    for (let offset = 0; offset < bytes.byteLength; ) {
      const taken = Math.min(bytes.byteLength - offset, PIECE_BYTES - this.#filled);
      const isWhole = offset === 0 && taken === bytes.byteLength;
      this.#piece.set(isWhole ? bytes : bytes.subarray(offset, offset + taken), this.#filled);
      this.#advance(taken);
      offset += taken;
    }
  }

  putZeros(sizeBytes: number): void {
    for (let left = sizeBytes; left > 0; ) {
      const taken = Math.min(left, PIECE_BYTES - this.#filled);
      this.#piece.fill(0, this.#filled, this.#filled + taken);
      this.#advance(taken);
      left -= taken;
    }
  }

  /** The pieces that are whole; nobody writes to them any more. */
  take(): readonly Uint8Array[] {
    return this.#ready.splice(0);
  }

  /** The rest, at the end. */
  takeRest(): readonly Uint8Array[] {
    if (this.#filled > 0) this.#ready.push(this.#piece.subarray(0, this.#filled));
    this.#filled = 0;
    this.#piece = Buffer.alloc(0);
    return this.take();
  }

  #advance(sizeBytes: number): void {
    this.#filled += sizeBytes;
    if (this.#filled < PIECE_BYTES) return;
    this.#ready.push(this.#piece);
    this.#piece = Buffer.allocUnsafe(PIECE_BYTES);
    this.#filled = 0;
  }
}
