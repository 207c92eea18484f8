// What is known of a script's variables while it is read from its beginning to its end.
import type { ShellVariable, ShellVariables } from './shell-script.ts';

/** The variables at one place of a script. What is within it asks what is around it, so that nothing is copied. */
export class ScriptVariables {
  readonly #outer: ShellVariables | ScriptVariables;
  /** What was set here; undefined where that is unknown. */
  readonly #own = new Map<string, ShellVariable | undefined>();
  readonly #exported = new Set<string>();
  /** Whether only what is in the environment is seen from here. */
  readonly #isProgram: boolean;

  constructor(outer: ShellVariables | ScriptVariables, isProgram = false) {
    this.#outer = outer;
    this.#isProgram = isProgram;
  }

  /** Undefined where the value is unknown. */
  get(name: string): ShellVariable | undefined {
    if (this.#own.has(name)) return this.#own.get(name);
    if (this.#isProgram && !this.#isInEnvironment(name)) return undefined;
    return this.#outer.get(name);
  }

  set(name: string, variable: ShellVariable | undefined): void {
    this.#own.set(name, variable);
  }

  /** `export NAME`. */
  export(name: string): void {
    this.#exported.add(name);
  }

  /** What a program sees that is started here. */
  forProgram(): ScriptVariables {
    return new ScriptVariables(this, true);
  }

  /** Whatever `read` sets here is not seen outside (subshells, parts of pipelines). */
  inSubshell<T>(read: (variables: ScriptVariables) => T): T {
    return read(new ScriptVariables(this));
  }

  /** Whatever `read` sets here may be set afterwards, or not (branches, loops, functions). */
  inBranch<T>(read: (variables: ScriptVariables) => T): T {
    const inner = new ScriptVariables(this);
    const result = read(inner);
    for (const name of inner.#own.keys()) this.set(name, undefined);
    return result;
  }

  #isInEnvironment(name: string): boolean {
    let around = this.#outer;
    while (around instanceof ScriptVariables) {
      if (around.#exported.has(name)) return true;
      around = around.#outer;
    }
    return around.has(name);
  }
}
