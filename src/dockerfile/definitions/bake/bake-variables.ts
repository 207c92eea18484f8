// Variables of a bake file: the environment's value where it has one, else their default.
import { type DefinitionSurroundings, variable } from '../build-definition.ts';
import {
  BakeExpressionError,
  type BakeScope,
  type BakeValue,
  evaluateExpression,
} from './bake-expression.ts';
import type { BakeFile } from './bake-file.ts';

/** What bake defines itself; it is empty for local files. */
const BUILT_IN: Readonly<Record<string, string>> = { BAKE_CMD_CONTEXT: 'cwd://', BAKE_LOCAL_PLATFORM: '' };

/** Evaluates variables when they are asked for, each once. */
export class BakeVariables {
  readonly #file: BakeFile;
  readonly #environment: DefinitionSurroundings['environment'];
  readonly #values = new Map<string, BakeValue>();
  readonly #open = new Set<string>();

  constructor(file: BakeFile, environment: DefinitionSurroundings['environment']) {
    this.#file = file;
    this.#environment = environment;
  }

  /** Looks a name up; throws BakeExpressionError. */
  readonly scope: BakeScope = (name) => {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    if (this.#open.has(name)) throw new BakeExpressionError(`the variable ${name} needs itself`);
    this.#open.add(name);
    try {
      const value = this.#evaluate(name);
      this.#values.set(name, value);
      return value;
    } finally {
      this.#open.delete(name);
    }
  };

  #evaluate(name: string): BakeValue {
    const local = this.#file.locals.get(name);
    if (local !== undefined) return evaluateExpression(local.value, this.scope);
    const block = this.#file.variables.get(name);
    if (block === undefined) {
      if (Object.hasOwn(BUILT_IN, name)) return BUILT_IN[name]!;
      throw new BakeExpressionError(`there is no variable ${JSON.stringify(name.slice(0, 80))}`);
    }
    const written = block.attributes.get('default')?.value;
    const given = variable(this.#environment, name);
    if (given === undefined) return written === undefined ? '' : evaluateExpression(written, this.scope);
    return convert(given, written === undefined ? '' : evaluateExpression(written, this.scope), name);
  }
}

/** The environment gives text; the default says of which type the variable is. */
function convert(text: string, like: BakeValue, name: string): BakeValue {
  if (typeof like === 'number') {
    const number = Number(text);
    if (text.trim() === '' || Number.isNaN(number))
      throw new BakeExpressionError(`the variable ${name} is no number`);
    return number;
  }
  if (typeof like === 'boolean') {
    if (/^(?:1|t|true)$/i.test(text)) return true;
    if (/^(?:0|f|false)$/i.test(text)) return false;
    throw new BakeExpressionError(`the variable ${name} is neither true nor false`);
  }
  if (typeof like === 'object' && like !== null)
    throw new BakeExpressionError(
      `the variable ${name} is a list or a map, which the environment does not change here`,
    );
  return text;
}
