// How often rules may be tried on a file. Real files ask for a try every few hundred bytes; one that is made of keywords would
// otherwise take a hundred times as long as any other.

/** Of the cheapest tries: so many has every file, however short; then one more for so many bytes. */
const FREE_TRIES = 16_384;
const BYTES_A_TRY = 128;
const FREE_TRIES_A_RULE = 8192;
const BYTES_A_TRY_OF_A_RULE = 512;

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

  /** Gives back what a try has cost that found something: a list of a thousand tokens is no flood. */
  giveBack(rule: number, cost: number): void {
    this.#spentByRule[rule]! -= cost;
    this.#spent -= cost;
  }

  /** Whether `rule`, of which a try costs so much, may be tried `bytesSoFar` into the file. */
  take(rule: number, cost: number, bytesSoFar: number): boolean {
    const spent = this.#spentByRule[rule]!;
    if (
      spent > FREE_TRIES_A_RULE + bytesSoFar / BYTES_A_TRY_OF_A_RULE ||
      this.#spent > FREE_TRIES + bytesSoFar / BYTES_A_TRY
    ) {
      this.refused++;
      return false;
    }
    if (spent === 0) this.#touched.push(rule);
    this.#spentByRule[rule] = spent + cost;
    this.#spent += cost;
    return true;
  }
}
