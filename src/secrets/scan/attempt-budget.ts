// How often rules may be tried on a file. Real files ask for a try every few hundred bytes; one that is made of keywords would
// otherwise take a hundred times as long as any other.

/** Of the cheapest tries: so many has every file, however short. */
const FREE_TRIES = 4096;
/** Then one more for so many bytes of the first part: texts about passwords ask for one every 20 bytes. */
const DENSE_BYTES = 2 ** 20;
const DENSE_BYTES_A_TRY = 4;
/** And one more for so many bytes of all. */
const BYTES_A_TRY = 512;
/** What one rule may take of it: none is to blind the others. */
const SHARE_OF_A_RULE = 1 / 3;

/** Counts the tries of one file after another. */
export class AttemptBudget {
  readonly #spentByRule: Uint32Array;
  #touched: number[] = [];
  #spent = 0;
  /** Tries that were refused. */
  refused = 0;

  constructor(rules: number) {
    this.#spentByRule = new Uint32Array(rules);
  }

  reset(): void {
    for (const rule of this.#touched) this.#spentByRule[rule] = 0;
    this.#touched = [];
    this.#spent = 0;
    this.refused = 0;
  }

  /** Whether nothing may be tried `bytesSoFar` into the file; a keyword that is refused so is counted. */
  isSpent(bytesSoFar: number): boolean {
    if (this.#spent <= allowance(bytesSoFar)) return false;
    this.refused++;
    return true;
  }

  /** Gives back what a try has cost that found something: a list of a thousand tokens is no flood. */
  giveBack(rule: number, cost: number): void {
    this.#spentByRule[rule]! -= cost;
    this.#spent -= cost;
  }

  /** Whether `rule`, of which a try costs so much, may be tried `bytesSoFar` into the file. */
  take(rule: number, cost: number, bytesSoFar: number): boolean {
    const spent = this.#spentByRule[rule]!;
    if (spent > allowance(bytesSoFar) * SHARE_OF_A_RULE) {
      this.refused++;
      return false;
    }
    if (spent === 0) this.#touched.push(rule);
    this.#spentByRule[rule] = spent + cost;
    this.#spent += cost;
    return true;
  }
}

function allowance(bytesSoFar: number): number {
  return FREE_TRIES + Math.min(bytesSoFar, DENSE_BYTES) / DENSE_BYTES_A_TRY + bytesSoFar / BYTES_A_TRY;
}
