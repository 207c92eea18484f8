// The database that a command is to use: the option, or the environment.
import type { CliIo } from '../cli-io.ts';

/** What is named, or undefined. */
export function chooseDatabase(flags: { readonly database?: string }, io: CliIo): string | undefined {
  const named = flags.database ?? io.env['PLIMSOLL_DATABASE_URL'];
  return named === '' ? undefined : named;
}
