// How far the layers of one image may grow when they are decompressed. What a layer is stored in allows some of it; the
// rest comes out of one budget that all layers share, so that many small bombs are no more than one large one.
import { PlimsollError } from '../../errors.ts';
import { LargeFileGate } from './large-file-gate.ts';

/** Bytes that a stored byte may become without being counted; real layers grow three-fold. */
const FREE_RATIO = 200;
/** What all layers of an image may grow beyond that. */
const LIMIT_BYTES = 16 * 2 ** 30;
const MEBIBYTE = 2 ** 20;

/** What the threads share: the mebibytes that are used up, and the gate. */
const SHARED_BYTES = 2 * Int32Array.BYTES_PER_ELEMENT;

/** A budget that threads can share; it counts whole mebibytes. */
export class GrowthBudget {
  /** To be handed to other threads, which make their own budget of it. */
  readonly shared: SharedArrayBuffer;
  /** Shared likewise. */
  readonly gate: LargeFileGate;
  readonly #used: Int32Array;
  readonly #limit: number;

  constructor(
    shared: SharedArrayBuffer = new SharedArrayBuffer(SHARED_BYTES),
    limitBytes: number = LIMIT_BYTES,
  ) {
    this.shared = shared;
    this.#used = new Int32Array(shared, 0, 1);
    this.gate = new LargeFileGate(shared, Int32Array.BYTES_PER_ELEMENT);
    this.#limit = limitBytes / MEBIBYTE;
  }

  /**
   * Counts what a layer grew since its last count, of which the result tells; throws LAYER_LIMIT where the budget is used
   * up. `countedBefore` is the result of the last call, 0 at first.
   */
  count(storedBytes: number, tarBytes: number, countedBefore: number): number {
    const counted = Math.max(0, Math.floor((tarBytes - storedBytes * FREE_RATIO) / MEBIBYTE));
    if (counted <= countedBefore) return countedBefore;
    const grown = counted - countedBefore;
    if (Atomics.add(this.#used, 0, grown) + grown <= this.#limit) return counted;
    throw new PlimsollError(
      'LAYER_LIMIT',
      `the image's layers grow more than ${FREE_RATIO}-fold, to over 16 GiB: a decompression bomb`,
      { offsetBytes: tarBytes, hint: 'No image of real files does that; do not load it into an engine.' },
    );
  }
}
