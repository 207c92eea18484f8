// Runs of bytes that belong to some of a layer's entries, gathered one after the other.

/** As stored in layer facts: run `k` is entry `entries[k]`'s, `bytes[ends[k-1] .. ends[k]]`. */
export interface Pieces {
  readonly entries: Uint32Array;
  readonly ends: Uint32Array;
  readonly bytes: Uint8Array;
}

/** Pieces under construction; entries must be added in rising order. */
export class PieceList {
  readonly #entries: number[] = [];
  readonly #ends: number[] = [];
  readonly #pieces: Uint8Array[] = [];
  #sizeBytes = 0;

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  add(entry: number, bytes: Uint8Array): void {
    this.#entries.push(entry);
    this.#pieces.push(bytes);
    this.#sizeBytes += bytes.length;
    this.#ends.push(this.#sizeBytes);
  }

  take(): Pieces {
    const bytes = new Uint8Array(this.#sizeBytes);
    this.#pieces.forEach((piece, k) => {
      bytes.set(piece, this.#ends[k]! - piece.length);
    });
    return {
      entries: Uint32Array.from(this.#entries),
      ends: Uint32Array.from(this.#ends),
      bytes,
    };
  }
}
