// What somebody meant who gave an option that the command has not.
import type { Command, Option } from 'commander';
import { findClosestWord } from '../settings/closest-word.ts';
import { listCommands, nameCommand, programOf, walkCommands } from './walk-commands.ts';

/** What other programs call it, and our option. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  '-q': '--quiet',
  '-v': '--version',
  '--out': '--output',
  '--output-format': '--format',
  '--severity': '--fail-on',
  '--silent': '--quiet',
  '--threshold': '--fail-on',
  '--verbose': '--debug',
};

/** The hint for `flag`, which `command` has not; `args` are all that was typed. */
export function suggestOption(flag: string, command: Command, args: readonly string[]): string | undefined {
  const [name = ''] = flag.split('=');
  if (command.parent === null) {
    const meant = command.commands.find((child) => args.includes(child.name()));
    if (meant !== undefined && optionsOf(meant).some((option) => isCalled(option, name)))
      return `Write it behind the command: '${nameCommand(meant)} ${name}'.`;
  }
  const own = suggestOwn(name, command);
  if (own !== undefined) return `Did you mean ${own}?`;
  const others = walkCommands(programOf(command)).filter((other) =>
    other.options.some((option) => isCalled(option, name)),
  );
  if (others.length > 0) return `${name} is an option of ${listCommands(others)}.`;
  const closest = suggestLong(name, longFlags(command));
  return closest === undefined ? undefined : `Did you mean ${closest}?`;
}

/** By the name that other programs have for it, and by that of a value. */
function suggestOwn(name: string, command: Command): string | undefined {
  const other = Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name]! : undefined;
  if (other !== undefined && longFlags(command).includes(other)) return other;
  const value = name.replace(/^-+/, '');
  const chooser = optionsOf(command).find((option) => option.argChoices?.includes(value));
  return chooser === undefined ? undefined : `${chooser.long} ${value}`;
}

/** By its first letters, where nothing else begins with them, or by a letter or two. */
function suggestLong(name: string, flags: readonly string[]): string | undefined {
  if (!name.startsWith('--')) return undefined;
  const started = flags.filter((long) => long.startsWith(name));
  return name.length > 3 && started.length === 1 ? started[0] : findClosestWord(name, flags);
}

function isCalled(option: Option, name: string): boolean {
  return option.short === name || option.long === name;
}

function longFlags(command: Command): readonly string[] {
  return optionsOf(command).flatMap(({ long }) => (long === undefined || long === null ? [] : [long]));
}

function optionsOf(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command);
}
