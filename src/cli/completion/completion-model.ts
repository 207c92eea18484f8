// What shells complete, by command: made from the description of the commands, so that it is what the help tells.
import type { CommandDescription, OptionDescription } from '../help/describe-commands.ts';

/** What can stand for a value: one of some words, a path, an image's name, either of both, or nothing that is known. */
export type CompletedValue =
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  | { readonly kind: 'file' | 'folder' | 'image' | 'target' | 'unknown' };

/** An option and, where it takes a value, what that can be. An optional value stands behind `=` only. */
export interface CompletedOption {
  readonly short: string | null;
  readonly long: string | null;
  readonly description: string;
  readonly value: CompletedValue | null;
  readonly isValueOptional: boolean;
}

/** A command with what may follow its name. */
export interface CompletedCommand {
  /** As it is typed: `plimsoll fleet tree`. */
  readonly line: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletedOption[];
  readonly argument: CompletedValue | null;
}

const VALUES: Readonly<Record<string, 'file' | 'folder' | 'image' | 'target'>> = {
  a: 'target',
  b: 'target',
  destination: 'file',
  dir: 'folder',
  dockerfile: 'file',
  file: 'file',
  folder: 'folder',
  image: 'target',
  'image|layer': 'image',
  images: 'image',
  path: 'file',
  source: 'target',
  target: 'target',
};

/** The commands of a program, those above first. */
export function modelCompletion(command: CommandDescription): readonly CompletedCommand[] {
  const [argument] = command.arguments;
  return [
    {
      line: command.path.join(' '),
      commands: command.commands.map(({ path, description }) => ({ name: path.at(-1)!, description })),
      options: command.optionGroups.flatMap(({ options }) => options.map(modelOption)),
      argument:
        argument === undefined
          ? null
          : argument.choices.length > 0
            ? { kind: 'choices', choices: argument.choices }
            : { kind: kindOf(argument.name) },
    },
    ...command.commands.flatMap(modelCompletion),
  ];
}

function modelOption({
  short,
  long,
  description,
  value,
  isValueOptional,
  choices,
}: OptionDescription): CompletedOption {
  const completed: CompletedValue | null =
    value === null ? null : choices.length > 0 ? { kind: 'choices', choices } : { kind: kindOf(value) };
  return { short, long, description, value: completed, isValueOptional };
}

function kindOf(name: string): 'file' | 'folder' | 'image' | 'target' | 'unknown' {
  return Object.hasOwn(VALUES, name) ? VALUES[name]! : 'unknown';
}
