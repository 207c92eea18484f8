// What somebody meant who gave an option a value that it does not take.
import type { Command } from 'commander';
import { findClosestWord } from '../settings/closest-word.ts';
import { listCommands, programOf, walkCommands } from './walk-commands.ts';

/** Commander's own words for it, of arguments and of options. */
const REFUSED_ARGUMENT =
  /^command-argument value '(.*)' is invalid for argument '[^']+'\. Allowed choices are (.+)$/;
const REFUSED = /^option '(?:-\w, )?(--[\w-]+)[^']*' argument '(.*)' is invalid\. Allowed choices are (.+)$/;

/** The hint for a message about a value that is none of the choices; undefined for any other message. */
export function suggestChoice(message: string, command: Command): string | undefined {
  const [, word, words] = REFUSED_ARGUMENT.exec(message) ?? [];
  if (word !== undefined && words !== undefined) {
    const closest = findClosestWord(word, words.split(', '));
    return closest === undefined ? undefined : `Did you mean ${closest}?`;
  }
  const [, flag, value, choices] = REFUSED.exec(message) ?? [];
  if (flag === undefined || value === undefined || choices === undefined) return undefined;
  const own = choices.split(', ');
  const same = own.find((choice) => choice.toLowerCase() === value.toLowerCase());
  if (same !== undefined) return `Did you mean ${flag} ${same}?`;
  const others = walkCommands(programOf(command)).filter((other) =>
    other.options.some((option) => option.long === flag && option.argChoices?.includes(value)),
  );
  if (others.length > 0) return `${flag} ${value} is for ${listCommands(others)}.`;
  const closest = findClosestWord(value, own);
  return closest === undefined ? undefined : `Did you mean ${flag} ${closest}?`;
}
