// The blocks of a stream in memory that threads share, used in turn.
import { BLOCK_BYTES, type GzipBlock, SLOT_BYTES, WINDOW_BYTES } from './gzip-block.ts';

/** A ring of slots; each begins with the window that the block before left. */
export class SlotRing {
  readonly #slots: Uint8Array[] = [makeSlot()];
  readonly #count: number;
  #at = 0;
  #filledBytes = 0;
  #windowBytes = 0;

  /** A slot is used again after `count` - 1 others. */
  constructor(count: number) {
    this.#count = count;
  }

  get isFull(): boolean {
    return this.#filledBytes === BLOCK_BYTES;
  }

  /** Copies from the piece what has room; gives how much that was. */
  fill(piece: Uint8Array, at: number): number {
    const taken = Math.min(piece.byteLength - at, BLOCK_BYTES - this.#filledBytes);
    this.#slots[this.#at]!.set(piece.subarray(at, at + taken), WINDOW_BYTES + this.#filledBytes);
    this.#filledBytes += taken;
    return taken;
  }

  /** The block that was filled; where it is not the last, the next one is begun. */
  take(isLast: boolean): GzipBlock {
    const slot = this.#slots[this.#at]!;
    const block = { slot, windowBytes: this.#windowBytes, sizeBytes: this.#filledBytes, isLast };
    if (isLast) return block;
    this.#at = (this.#at + 1) % this.#count;
    this.#slots[this.#at] ??= makeSlot();
    this.#slots[this.#at]!.set(slot.subarray(SLOT_BYTES - WINDOW_BYTES));
    this.#filledBytes = 0;
    this.#windowBytes = WINDOW_BYTES;
    return block;
  }
}

function makeSlot(): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(SLOT_BYTES));
}
