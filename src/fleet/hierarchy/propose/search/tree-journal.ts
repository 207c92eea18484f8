// What nodes of a tree were before they changed, so that changes that did not help are taken back at their own price, not at that of
// the whole tree.

/** What a node was before it changed. */
export interface NodeRecord {
  readonly node: number;
  readonly parent: number;
  readonly adds: Uint32Array;
  readonly chain: Uint32Array;
  readonly users: number;
  readonly keepLog: number;
  readonly bytes: number;
  readonly cost: number;
  readonly fault: number;
  readonly children: number[];
}

/** Nested changes, the innermost last. */
export class TreeJournal {
  readonly #records: NodeRecord[] = [];
  readonly #open: { readonly at: number; readonly cost: number; readonly level: number }[] = [];
  /** The level at which a node was noted last. */
  readonly #noted: Float64Array;
  #level = 0;
  #levels = 0;

  constructor(nodeCount: number) {
    this.#noted = new Float64Array(nodeCount);
  }

  begin(cost: number): void {
    this.#open.push({ at: this.#records.length, cost, level: this.#level });
    this.#level = ++this.#levels;
  }

  commit(): void {
    this.#level = this.#open.pop()!.level;
    if (this.#open.length === 0) this.#records.length = 0;
  }

  /** Gives back the records of the innermost change, the last first, and then the cost that was before it. */
  rollback(bringBack: (record: NodeRecord) => void): number {
    const { at, cost, level } = this.#open.pop()!;
    while (this.#records.length > at) bringBack(this.#records.pop()!);
    this.#level = level;
    return cost;
  }

  /** Whether a node has to be noted before it changes. */
  wants(node: number): boolean {
    if (this.#open.length === 0 || this.#noted[node] === this.#level) return false;
    this.#noted[node] = this.#level;
    return true;
  }

  note(record: NodeRecord): void {
    this.#records.push(record);
  }
}
