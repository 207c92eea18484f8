// Commander's errors in our form: its message as one line, its suggestion as the hint.
import type { CommanderError } from 'commander';
import { PlimsollError } from '../errors.ts';

const SUGGESTION = /\s*\(Did you mean (?:one of )?(.+?)\?\)\s*$/s;

/** The USAGE error for what commander refused in these arguments. */
export function toUsageError(error: CommanderError, args: readonly string[]): PlimsollError {
  const text = error.message.replace(/^error: /, '');
  const suggestion = SUGGESTION.exec(text)?.[1];
  const message = text.replace(SUGGESTION, '').replace(/\s+/g, ' ').replace(/\.$/, '');
  const hint = suggestion === undefined ? hintFor(error, args) : `Did you mean ${suggestion}?`;
  return new PlimsollError('USAGE', message, { hint, cause: error });
}

function hintFor({ code }: CommanderError, [first = '']: readonly string[]): string {
  if (code === 'commander.unknownCommand') return `To check an image, write 'plimsoll check ${first}'.`;
  return `'plimsoll ${/^[a-z]/.test(first) ? `${first} ` : ''}--help' shows what there is.`;
}
