// Finds plimsoll.yaml and reads it. All problems are told at once, each with its line.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { PlimsollError } from '../../errors.ts';
import { NO_SETTINGS, type Settings } from './settings.ts';

const SETTINGS_FILE = 'plimsoll.yaml';
const LIMIT_BYTES = 256 * 1024;
const HINT = 'schema/plimsoll-yaml.json in the package describes the file.';

/**
 * Reads the settings; without a `file`, plimsoll.yaml of the working folder where there is one. `ruleIds` gives those
 * that `ignore` may name, and is asked only where there is a file. Throws SETTINGS_INVALID with the first problem, the others as its causes, or FILE_UNREADABLE.
 */
export async function readSettings(
  file: string | undefined,
  ruleIds: () => readonly string[] | Promise<readonly string[]>,
): Promise<Settings> {
  const path = file ?? SETTINGS_FILE;
  const text = await readSmallFile(path, file !== undefined);
  if (text === undefined) return NO_SETTINGS;
  const { parseSettings } = await import('./parse-settings.ts');
  const { settings, problems } = parseSettings(text, path, await ruleIds());
  const [first, ...others] = problems.map(
    ({ line, message }) =>
      new PlimsollError('SETTINGS_INVALID', message, { subject: path, line, hint: HINT }),
  );
  if (first === undefined) return settings;
  if (others.length === 0) throw first;
  throw new PlimsollError('SETTINGS_INVALID', first.message, {
    subject: path,
    ...(first.line === undefined ? {} : { line: first.line }),
    hint: HINT,
    cause: new AggregateError(others, 'further problems'),
  });
}

async function readSmallFile(path: string, mustExist: boolean): Promise<string | undefined> {
  try {
    // A pipe that the user names is read; one that merely lies in the folder would never end.
    if (!mustExist && !(await stat(path)).isFile()) throw invalid(path, 'it is no regular file');
    const pieces: Buffer[] = [];
    let sizeBytes = 0;
    for await (const piece of createReadStream(path)) {
      pieces.push(piece);
      sizeBytes += piece.length;
      if (sizeBytes > LIMIT_BYTES) throw invalid(path, 'it is larger than 256 KiB');
    }
    return Buffer.concat(pieces).toString('utf8');
  } catch (cause) {
    if (cause instanceof PlimsollError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' && !mustExist) return undefined;
    const message = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
    throw new PlimsollError('FILE_UNREADABLE', message, { subject: path, cause });
  }
}

function invalid(path: string, message: string): PlimsollError {
  return new PlimsollError('SETTINGS_INVALID', message, { subject: path, hint: HINT });
}
