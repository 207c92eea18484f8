// `--write FORMAT=FILE`: further formats of one run, each to a file, so that nothing has to be checked twice.
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { WrittenFormat } from './format-names.ts';

/** As commander hands it over. */
export interface WriteFlags {
  readonly write?: readonly WrittenFormat[];
}

/** Adds it to a command's options about its output; `formats` are those that the command prints. */
export function addWriteOption(command: Command, formats: readonly string[]): Command {
  return command
    .optionsGroup('Output:')
    .option(
      '--write <format=file>',
      'write it to a file too, in this format: sarif=found.sarif; may be repeated',
      (text: string, before: readonly WrittenFormat[] = []) => [...before, parseWrite(text, formats, before)],
    );
}

function parseWrite(
  text: string,
  formats: readonly string[],
  before: readonly WrittenFormat[],
): WrittenFormat {
  const at = text.indexOf('=');
  const [format, file] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (!formats.includes(format) || file === '')
    throw new InvalidArgumentError(`It must be FORMAT=FILE, with a format of ${formats.join(', ')}.`);
  if (before.some((other) => resolve(other.file) === resolve(file)))
    throw new InvalidArgumentError('Two formats cannot go to one file.');
  return { format, file };
}
