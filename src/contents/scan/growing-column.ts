// Typed arrays that grow by doubling: a layer's number of entries is known only at its end.
import { PlimsollError } from '../../errors.ts';

type Typed = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** A column under construction; `values` has room for at least the `reserve`d number of elements. */
export class GrowingColumn<T extends Typed> {
  values: T;
  readonly #type: { new (length: number): T; readonly BYTES_PER_ELEMENT: number };
  readonly #limit: number;

  constructor(
    type: { new (length: number): T; readonly BYTES_PER_ELEMENT: number },
    initial: number,
    limit = 2 ** 31,
  ) {
    this.#type = type;
    this.#limit = limit;
    this.values = new type(initial);
  }

  /** Makes room for `length` elements in all; throws LAYER_LIMIT beyond the limit. */
  reserve(length: number): void {
    if (length <= this.values.length) return;
    if (length > this.#limit)
      throw new PlimsollError('LAYER_LIMIT', 'the layer has more entries or longer paths than any real one', {
        hint: `Plimsoll reads at most ${this.#limit.toLocaleString('en')} of them in a layer.`,
      });
    const grown = new this.#type(Math.min(this.#limit, Math.max(length, this.values.length * 2)));
    grown.set(this.values);
    this.values = grown;
  }

  /** The first `length` elements, as a view. */
  take(length: number): T {
    return this.values.subarray(0, length) as T;
  }
}
