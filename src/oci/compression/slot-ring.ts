// The blocks of a stream in memory that threads share, used in turn.
import type { Block, BlockForm } from './block.ts';
import { CODECS } from './compress-block.ts';

/** A ring of slots; each begins with the window that the block before left. */
export class SlotRing {
  readonly #form: BlockForm;
  readonly #blockBytes: number;
  readonly #windowBytes: number;
  readonly #slots: Uint8Array[] = [];
  readonly #count: number;
  #at = 0;
  #filledBytes = 0;
  #precedingBytes = 0;

  /** A slot is used again after `count` - 1 others. */
  constructor(form: BlockForm, count: number) {
    this.#form = form;
    this.#blockBytes = CODECS[form].blockBytes;
    this.#windowBytes = CODECS[form].windowBytes;
    this.#count = count;
  }

  get isFull(): boolean {
    return this.#filledBytes === this.#blockBytes;
  }

  /** Copies from the piece what has room; gives how much that was. */
  fill(piece: Uint8Array, at: number): number {
    const taken = Math.min(piece.byteLength - at, this.#blockBytes - this.#filledBytes);
    this.#slot().set(piece.subarray(at, at + taken), this.#windowBytes + this.#filledBytes);
    this.#filledBytes += taken;
    return taken;
  }

  /** The block that was filled; where it is not the last, the next one is begun. */
  take(isLast: boolean): Block {
    const slot = this.#slot();
    const [precedingBytes, sizeBytes] = [this.#precedingBytes, this.#filledBytes];
    const block: Block = { form: this.#form, slot, precedingBytes, sizeBytes, isLast };
    if (isLast) return block;
    this.#at = (this.#at + 1) % this.#count;
    this.#slot().set(slot.subarray(slot.byteLength - this.#windowBytes));
    this.#filledBytes = 0;
    this.#precedingBytes = this.#windowBytes;
    return block;
  }

  #slot(): Uint8Array {
    this.#slots[this.#at] ??= new Uint8Array(new SharedArrayBuffer(this.#windowBytes + this.#blockBytes));
    return this.#slots[this.#at]!;
  }
}
