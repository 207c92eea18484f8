// Every simple command of a stage's RUN instructions with the folder it runs in, flat.
import type { ModelStage } from '../model/dockerfile-model.ts';
import type { ShellCommand, ShellList, ShellNode } from '../shell/shell-script.ts';

/** One command; words that are not known are undefined. */
export interface StageCommand {
  readonly program: string;
  /** Without the program. */
  readonly args: readonly (string | undefined)[];
  readonly assignments: ReadonlyMap<string, string>;
  /** Undefined behind a `cd` to where nobody knows. */
  readonly cwd: string | undefined;
  readonly line: number;
}

const PREFIXES: ReadonlySet<string> = new Set(['exec', 'sudo', 'time', 'nice', 'env', 'command', 'xvfb-run']);

/** The commands in the order in which they are written. */
export function readCommands(stage: ModelStage): readonly StageCommand[] {
  const commands: StageCommand[] = [];
  for (const { script, cwd, line, instruction, evaluated } of stage.steps) {
    if (evaluated.expanded.kind !== 'run') continue;
    if (script !== undefined) new Walk(commands, line, cwd ?? '/').list(script.list);
    else if (instruction.isJson) {
      const [program, ...args] = instruction.args.map(({ value }) => value);
      if (program !== undefined)
        commands.push({ program: nameOf(program), args, assignments: new Map(), cwd, line });
    }
  }
  return commands;
}

class Walk {
  readonly #commands: StageCommand[];
  readonly #line: number;
  #cwd: string | undefined;

  constructor(commands: StageCommand[], line: number, cwd: string | undefined) {
    this.#commands = commands;
    this.#line = line;
    this.#cwd = cwd;
  }

  list({ items }: ShellList): void {
    for (const { node } of items) this.#node(node);
  }

  #node(node: ShellNode): void {
    if (node.kind === 'command') this.#command(node);
    else if (node.kind === 'pipeline') for (const part of node.parts) this.#node(part);
    else {
      const before = this.#cwd;
      for (const body of node.bodies) this.list(body);
      if (node.form === 'subshell') this.#cwd = before;
    }
  }

  #command({ words, assignments, runs }: ShellCommand): void {
    for (const script of runs) this.list(script.list);
    const values = words.map(({ value }) => value);
    const given = new Map(
      assignments.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
    );
    while (values[0] !== undefined && (PREFIXES.has(values[0]) || /^\w+=/.test(values[0]))) {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(values[0]) ?? [];
      if (name !== undefined) given.set(name, value!);
      values.shift();
    }
    const [program, ...args] = values;
    if (program === undefined) return;
    if (program === 'cd') this.#cwd = resolvePath(this.#cwd, args[0]);
    this.#commands.push({
      program: nameOf(program),
      args,
      assignments: given,
      cwd: this.#cwd,
      line: this.#line,
    });
  }
}

function nameOf(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}

/** A path as seen from a folder, absolute and without dots; undefined where either is not known. */
export function resolvePath(folder: string | undefined, path: string | undefined): string | undefined {
  if (path === undefined || (folder === undefined && !path.startsWith('/'))) return undefined;
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return `/${parts.join('/')}`;
}

/** What follows an option: `-o x`, `-ox`, `--output x`, `--output=x`. */
export function optionValue(
  args: readonly (string | undefined)[],
  names: readonly string[],
): string | undefined {
  for (const [i, word] of args.entries()) {
    if (word === undefined) continue;
    if (names.includes(word)) return args[i + 1];
    for (const name of names)
      if (
        name.startsWith('--')
          ? word.startsWith(`${name}=`)
          : word.startsWith(name) && word.length > name.length
      )
        return word.slice(name.length).replace(/^=/, '');
  }
  return undefined;
}
