// The commands of a program as a list, and their names as a user types them.
import type { Command } from 'commander';

/** The command and all below it, those above first. */
export function walkCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(walkCommands)];
}

/** The program to which a command belongs. */
export function programOf(command: Command): Command {
  return command.parent === null ? command : programOf(command.parent);
}

/** `plimsoll fleet tree`. */
export function nameCommand(command: Command): string {
  return command.parent === null ? command.name() : `${nameCommand(command.parent)} ${command.name()}`;
}

/** `'plimsoll check'`, `'plimsoll context'` and 2 more. */
export function listCommands(commands: readonly Command[]): string {
  const names = commands.slice(0, 3).map((command) => `'${nameCommand(command)}'`);
  const more = commands.length - names.length;
  const all = more > 0 ? [...names, `${more} more`] : names;
  return all.length === 1 ? all[0]! : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
