// What is known of a script's variables while it is read from its beginning to its end.
import type { ShellVariable, ShellVariables } from './shell-script.ts';

/** The variables at one place of a script. */
export class ScriptVariables {
  readonly #outer: ShellVariables;
  /** What the script set itself; undefined where it set something unknown. */
  readonly #own: Map<string, ShellVariable | undefined>;
  readonly #exported = new Set<string>();
  /** Names that were set since this view was made. */
  readonly #touched = new Set<string>();

  constructor(outer: ShellVariables, own: ReadonlyMap<string, ShellVariable | undefined> = new Map()) {
    this.#outer = outer;
    this.#own = new Map(own);
  }

  /** Undefined where the value is unknown. */
  get(name: string): ShellVariable | undefined {
    return this.#own.has(name) ? this.#own.get(name) : this.#outer.get(name);
  }

  set(name: string, variable: ShellVariable | undefined): void {
    this.#own.set(name, variable);
    this.#touched.add(name);
  }

  /** `export NAME`. */
  export(name: string): void {
    this.#exported.add(name);
  }

  /** What a program sees that the script starts. */
  forProgram(): ScriptVariables {
    const own = [...this.#own].filter(([name]) => this.#outer.has(name) || this.#exported.has(name));
    return new ScriptVariables(this.#outer, new Map(own));
  }

  /** Whatever `read` sets here is not seen outside (subshells, parts of pipelines). */
  inSubshell<T>(read: (variables: ScriptVariables) => T): T {
    return read(new ScriptVariables(this.#outer, this.#own));
  }

  /** Whatever `read` sets here may be set afterwards, or not (branches, loops, functions). */
  inBranch<T>(read: (variables: ScriptVariables) => T): T {
    const inner = new ScriptVariables(this.#outer, this.#own);
    const result = read(inner);
    for (const name of inner.#touched) this.set(name, undefined);
    return result;
  }
}
