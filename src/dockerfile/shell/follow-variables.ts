// What commands do to variables: assignments, and builtins that set them.
import { expandValue, type WordContext } from './expand-words.ts';
import { VALUE_LIMIT } from './expansion-budget.ts';
import type { Assignment } from './parse-shell.ts';
import { placeOf, type ScriptText } from './script-text.ts';
import type { ScriptVariables } from './script-variables.ts';
import type { ShellAssignment, ShellVariable, ShellWord } from './shell-script.ts';

/** Reads an assignment. It is kept for what follows unless it stands before a program, which alone is given it. */
export function readAssignment(node: Assignment, isKept: boolean, context: WordContext): ShellAssignment {
  const { name, value: written, append } = node;
  const { variables, text } = context;
  const place = { name, ...placeOf(text, node.pos, node.end) };
  if (written.type === 'ArrayValue' || node.index !== undefined) {
    if (isKept) variables.set(name, undefined);
    return { ...place, value: undefined, scripts: [] };
  }
  const { scripts, ...own } = expandValue(written, context);
  const variable = append === true ? joinValues(variables.get(name), own) : knownVariable(own);
  if (isKept) variables.set(name, variable);
  return { ...place, value: variable?.value, scripts };
}

function knownVariable({ value, origin }: Partial<ShellVariable>): ShellVariable | undefined {
  if (value === undefined || value.length > VALUE_LIMIT) return undefined;
  return origin === undefined ? { value } : { value, origin };
}

function joinValues(
  before: ShellVariable | undefined,
  own: Partial<ShellVariable>,
): ShellVariable | undefined {
  if (before === undefined || own.value === undefined) return undefined;
  if (before.value.length + own.value.length > VALUE_LIMIT) return undefined;
  return { value: before.value + own.value };
}

/** An argument of export and the like that sets a variable is a word all the same. */
export function wordOfAssignment(node: Assignment, text: ScriptText): ShellWord {
  const range = placeOf(text, node.pos, node.end);
  return { ...range, written: node.text, value: undefined, prefix: node.name, isPlain: false, scripts: [] };
}

const SETS_UNKNOWN: ReadonlySet<string | undefined> = new Set([
  'read',
  'unset',
  'getopts',
  'mapfile',
  'readarray',
]);

/** Builtins that export variables, or set them to what nobody knows beforehand. */
export function followBuiltin([first, ...rest]: readonly ShellWord[], variables: ScriptVariables): void {
  if (first?.value === 'export') for (const { prefix } of rest) variables.export(prefix);
  if (!SETS_UNKNOWN.has(first?.value)) return;
  for (const { value } of rest) if (value !== undefined) variables.set(value, undefined);
}
