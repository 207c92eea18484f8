// Prints errors. What they quote of the command line, of settings and of images may be a secret, so it is masked.
import { createTextMask } from '../contents/secrets/mask-text.ts';
import type { CliIo } from './cli-io.ts';
import { describeError } from './describe-error.ts';

/** Writes the lines of an error to stderr. */
export async function printError(error: unknown, isDebugging: boolean, io: CliIo): Promise<void> {
  const mask = await createTextMask();
  // As one text: a key has many lines.
  io.stderr.write(`${mask(describeError(error, isDebugging).join('\n'))}\n`);
}
