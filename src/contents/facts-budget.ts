// How much the facts of one image may take in all: each layer has its own limits, and an image may have thousands of layers.
import { PlimsollError } from '../errors.ts';
import { measureFacts } from './facts/facts-format.ts';
import type { LayerFacts } from './facts/layer-facts.ts';

/** Enough for some fifteen million entries; the largest real images have two. */
const LIMIT_BYTES = 2 * 2 ** 30;

/** Counts the facts of an image's layers. */
export class FactsBudget {
  readonly #limitBytes: number;
  #usedBytes = 0;

  constructor(limitBytes: number = LIMIT_BYTES) {
    this.#limitBytes = limitBytes;
  }

  /** Counts a layer that the image has `times` times: every one of them is looked through. Throws LAYER_LIMIT. */
  count(facts: LayerFacts, times: number): void {
    this.#usedBytes += measureFacts(facts) * times;
    if (this.#usedBytes > this.#limitBytes)
      throw new PlimsollError(
        'LAYER_LIMIT',
        "the image's layers have more entries or longer paths than any real one",
        {
          hint: 'No image of real files is like that; do not load it into an engine.',
        },
      );
  }
}
