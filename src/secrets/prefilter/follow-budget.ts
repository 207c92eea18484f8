// How much work following what may be keywords may be. Real files need a step every forty bytes, the densest ones one a byte; one
// that is made of beginnings of keywords would otherwise take many times as long as any other.
import { STRETCH_BYTES } from './search-memory.ts';

/** Steps that every file has, however short, and one more for so many bytes of it. */
const FREE_STEPS = 2 ** 18;
const BYTES_A_STEP = 8;
/** What a keyword takes that stands there: its rules have a quick look at what is around. */
const STEPS_OF_A_HIT = 16;
/**
 * In a stretch of a file that has spent all: so many steps, and so many places for words of a kind, so that a flood of one
 * keyword does not hide others.
 */
const MOST_STEPS_OF_A_STRETCH = STRETCH_BYTES / 32;
const MOST_OF_A_KIND = 4;

/** More than there can be. */
export const UNLIMITED = 2 ** 31 - 1;

/** What may be done in one stretch. */
export interface FollowLimit {
  readonly mostSteps: number;
  readonly mostOfAKind: number;
}

/** Counts the steps of one file after another. */
export class FollowBudget {
  #spent = 0;
  /** Places that were not followed. */
  refused = 0;

  reset(): void {
    this.#spent = 0;
    this.refused = 0;
  }

  /** The limit of a stretch that begins `bytesSoFar` into the file. */
  limit(bytesSoFar: number): FollowLimit {
    const left = Math.floor(FREE_STEPS + bytesSoFar / BYTES_A_STEP - this.#spent);
    if (left > MOST_STEPS_OF_A_STRETCH)
      return { mostSteps: Math.min(left, UNLIMITED), mostOfAKind: UNLIMITED };
    return { mostSteps: MOST_STEPS_OF_A_STRETCH, mostOfAKind: MOST_OF_A_KIND };
  }

  /** Notes what a stretch took. */
  take(steps: number, hits: number, refused: number): void {
    this.#spent += steps + hits * STEPS_OF_A_HIT;
    this.refused += refused;
  }
}
