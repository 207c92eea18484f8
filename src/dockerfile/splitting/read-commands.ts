// Every command of a stage's RUN instructions with the folder it runs in, flat.
import type { ModelStage } from '../model/dockerfile-model.ts';
import type { ShellCommand } from '../shell/shell-script.ts';

/** One command; words that are not known are undefined. */
export interface StageCommand {
  readonly program: string;
  /** Without the program. */
  readonly args: readonly (string | undefined)[];
  readonly assignments: ReadonlyMap<string, string>;
  /** Undefined behind a `cd` to where nobody knows. */
  readonly cwd: string | undefined;
}

/** Folders in which official images begin, of those that do not begin in the root. */
const BEGINS_IN: Readonly<Record<string, string>> = {
  golang: '/go',
  gradle: '/home/gradle',
  php: '/var/www/html',
};

/** The folder in which a stage begins: what the base image says, as far as its name tells. */
export function firstFolder({ baseImage }: Pick<ModelStage, 'baseImage'>): string {
  const name = baseImage?.name ?? '';
  return Object.hasOwn(BEGINS_IN, name) ? BEGINS_IN[name]! : '/';
}

/** The commands in the order in which they are written. */
export function readCommands(stage: ModelStage): readonly StageCommand[] {
  const commands: StageCommand[] = [];
  const seen = new Set<ShellCommand>();
  for (const { effects } of stage.steps)
    for (const { command, argv, program, cwd } of effects) {
      if (seen.has(command) || program === '') continue;
      seen.add(command);
      const values = command.assignments.flatMap(({ name, value }) =>
        value === undefined ? [] : [[name, value] as const],
      );
      commands.push({
        program,
        args: argv.slice(1).map(({ value }) => value),
        assignments: new Map([...values, ...givenByEnv(command)]),
        // Where the step's folder is not known, it is relative to where the base begins.
        cwd: cwd === undefined ? undefined : resolvePath(firstFolder(stage), cwd),
      });
    }
  return commands;
}

/** `env NAME=value program`. */
function givenByEnv({ words }: ShellCommand): readonly (readonly [string, string])[] {
  if (words[0]?.value !== 'env') return [];
  return words.flatMap(({ value }) => {
    const [, name, text] = /^(\w+)=(.*)$/s.exec(value ?? '') ?? [];
    return name === undefined ? [] : [[name, text!] as const];
  });
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
