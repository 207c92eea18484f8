// Tells where keywords stand in a text: the one pass that looks at every byte.
import type { ModuleFunction } from './assemble-module.ts';
import { makeFindCandidates } from './find-candidates.ts';
import { type FollowBudget, UNLIMITED } from './follow-budget.ts';
import { makeFollowCandidates } from './follow-candidates.ts';
import type { KeywordMemory } from './keyword-memory.ts';
import { makeSearchMemory, STEP_BYTES, STRETCH_BYTES, WORD_KINDS } from './search-memory.ts';

/** Bytes of `text` before and behind a text to search. */
export const MARGIN_BYTES = 2 * STEP_BYTES;

/** Takes keyword `keyword` found at `at`. */
export type TakeHit = (keyword: number, at: number) => void;

/** Keywords made ready to be searched for, and the memory to search in. */
export class Prefilter {
  /** What is searched; `text[MARGIN_BYTES]` is the first byte that a text may have, and as many are left at the end. */
  readonly text: Buffer;
  readonly #find: ModuleFunction;
  readonly #follow: ModuleFunction;
  readonly #hits: Int32Array;
  readonly #counts: Int32Array;
  /** Of the last candidates that were followed: how many were refused, and the steps. */
  readonly #results: Int32Array;

  /** `keywords` serve as many prefilters as there are; texts have at most `textBytes`. */
  constructor(keywords: KeywordMemory, textBytes: number) {
    const place = makeSearchMemory(keywords, textBytes + 2 * MARGIN_BYTES);
    const { buffer } = place.memory;
    this.text = Buffer.from(buffer, place.text, place.textBytes);
    this.#find = makeFindCandidates(place);
    this.#follow = makeFollowCandidates(place);
    this.#hits = new Int32Array(buffer, place.hits);
    this.#counts = new Int32Array(buffer, place.counts, WORD_KINDS);
    this.#results = new Int32Array(buffer, place.results, 2);
  }

  /**
   * Tells each keyword that lies within `text[from .. to]` and ends after `after`, by position, nearly in order; `text[to]`
   * must be what follows. `text[0]` is `offsetBytes` into the file that the budget is for.
   */
  search(
    from: number,
    to: number,
    after: number,
    offsetBytes: number,
    budget: FollowBudget,
    take: TakeHit,
  ): void {
    const [hits, results] = [this.#hits, this.#results];
    for (let start = from; start < to; start += STRETCH_BYTES) {
      const found = this.#find(start, Math.min(to, start + STRETCH_BYTES));
      if (found === 0) continue;
      const { mostSteps, mostOfAKind } = budget.limit(offsetBytes + start);
      if (mostOfAKind !== UNLIMITED) this.#counts.fill(0);
      const count = this.#follow(found, from, to, after, mostSteps, mostOfAKind);
      budget.take(results[1]!, count, results[0]!);
      for (let i = 0; i < 2 * count; i += 2) take(hits[i]!, hits[i + 1]!);
    }
  }
}
