// The variables of a stage as each instruction finds them, without a copy for each.
import type { ShellVariable, ShellVariables } from '../shell/shell-script.ts';

interface Change {
  readonly at: number;
  readonly variable: ShellVariable;
}

/** What a stage's instructions set, one after another. */
export class VariableHistory {
  readonly #start: ReadonlyMap<string, ShellVariable>;
  readonly #changes = new Map<string, Change[]>();
  #at = 0;

  constructor(start: ReadonlyMap<string, ShellVariable>) {
    this.#start = start;
  }

  set(name: string, variable: ShellVariable): void {
    const change = { at: ++this.#at, variable };
    const before = this.#changes.get(name);
    if (before === undefined) this.#changes.set(name, [change]);
    else before.push(change);
  }

  /** The variables as they are now; what is set later does not show in it. */
  view(): ShellVariables {
    const at = this.#at;
    const get = (name: string): ShellVariable | undefined => this.#find(name, at);
    return { get, has: (name) => get(name) !== undefined };
  }

  /** All of them as they are now. */
  end(): ReadonlyMap<string, ShellVariable> {
    const last = [...this.#changes].map(([name, changes]) => [name, changes.at(-1)!.variable] as const);
    return new Map([...this.#start, ...last]);
  }

  #find(name: string, at: number): ShellVariable | undefined {
    const changes = this.#changes.get(name) ?? [];
    let low = 0;
    let high = changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (changes[middle]!.at <= at) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? this.#start.get(name) : changes[low - 1]!.variable;
  }
}
