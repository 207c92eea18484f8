// Commander's errors in our form: its message as one line, and as the hint what the user may have meant.
import type { Command, CommanderError } from 'commander';
import { PlimsollError } from '../../errors.ts';
import { examplesOf } from '../help/examples.ts';
import { suggestChoice } from './suggest-choice.ts';
import { suggestCommand } from './suggest-command.ts';
import { suggestOption } from './suggest-option.ts';
import { nameCommand } from './walk-commands.ts';

/** The USAGE error for what commander refused in these arguments of the program. */
export function toUsageError(
  error: CommanderError,
  args: readonly string[],
  program: Command,
): PlimsollError {
  const message = error.message
    .replace(/^error: /, '')
    .replace(/\s+/g, ' ')
    .replace(/\.$/, '');
  const command = findCommand(program, args);
  const hint =
    findHint(error, message, command, args) ?? `'${nameCommand(command)} --help' shows what there is.`;
  return new PlimsollError('USAGE', message, { hint, cause: error });
}

function findHint(
  { code }: CommanderError,
  message: string,
  command: Command,
  args: readonly string[],
): string | undefined {
  // As written: what is quoted in the message may have lost white space.
  const quoted = /'([^']*)'/.exec(message)?.[1] ?? '';
  switch (code) {
    case 'commander.unknownCommand':
      return suggestCommand(args.find((arg) => arg === quoted) ?? quoted, command);
    case 'commander.unknownOption':
      return suggestOption(quoted, command, args);
    case 'commander.invalidArgument':
      return suggestChoice(message, command);
    case 'commander.missingArgument':
    case 'commander.missingMandatoryOptionValue':
    case 'commander.excessArguments': {
      const [example] = examplesOf(command);
      return example === undefined ? undefined : `For example: ${example.line}`;
    }
  }
  return undefined;
}

/** The command that the first words name, as far as they do. */
function findCommand(program: Command, args: readonly string[]): Command {
  let command = program;
  for (const arg of args) {
    if (arg.startsWith('-')) continue;
    const next = command.commands.find((child) => child.name() === arg);
    if (next === undefined) break;
    command = next;
  }
  return command;
}
