// The script of a RUN instruction.
import type { Dockerfile, Instruction } from '../parsing/instruction.ts';
import { buildScript } from './build-script.ts';
import type { ExpansionBudget } from './expansion-budget.ts';
import { readArgv } from './read-argv.ts';
import { readRunBody } from './run-body.ts';
import { ScriptVariables } from './script-variables.ts';
import { dialectOfShebang, type ShellDialect } from './shell-dialect.ts';
import type { ShellScript, ShellVariables } from './shell-script.ts';

/** How a RUN is read. */
export interface RunReading {
  readonly variables: ShellVariables;
  /** Undefined where SHELL is no shell that is understood. */
  readonly dialect: ShellDialect | undefined;
  /** False of what ONBUILD brings: it stands elsewhere, so that every range is that of the instruction. */
  readonly isPlaced: boolean;
  /** Shared by all RUNs of a file. */
  readonly budget: ExpansionBudget;
}

/** Reads a RUN; `opaque` where no shell that is understood reads it. */
export function readRunScript(
  instruction: Instruction,
  { source: { text: source } }: Pick<Dockerfile, 'source'>,
  { variables, dialect, isPlaced, budget }: RunReading,
): ShellScript | 'opaque' {
  const scope = new ScriptVariables(variables);
  // JSON form asks no shell, whatever SHELL says.
  if (instruction.isJson) return readArgv(instruction, source, { variables: scope, budget }, isPlaced);
  if (dialect === undefined) return 'opaque';
  const body = readRunBody(instruction, source, isPlaced);
  if (body === undefined) return 'opaque';
  const own = body.shebang === undefined ? dialect : dialectOfShebang(body.shebang);
  return own === undefined
    ? 'opaque'
    : buildScript(body.text, { variables: scope, dialect: own, budget, depth: 0 }, body.isHeredoc);
}
