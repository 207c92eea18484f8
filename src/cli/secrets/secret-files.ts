// The key and the baseline of a run: where they are named, and what they hold.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import { type Baseline, parseBaseline } from '../../secrets/fingerprint/baseline.ts';
import { type FingerprintKey, parseFingerprintKey } from '../../secrets/fingerprint/fingerprint-key.ts';
import type { Settings } from '../settings/settings.ts';

/** Holds the key's text where a file would have to be committed to be there, as in CI. */
export const KEY_VARIABLE = 'PLIMSOLL_KEY';

/** A path that the settings name, from the folder of the settings. */
export function resolveNamed({ file }: Settings, name: string): string {
  return resolve(dirname(file ?? '.'), name);
}

/** The key of the variable, else of the file; undefined where neither is there. Throws USAGE where it is no key. */
export async function readKey(
  env: Readonly<Record<string, string | undefined>>,
  path: string | undefined,
): Promise<FingerprintKey | undefined> {
  const text = env[KEY_VARIABLE];
  if (text !== undefined && text !== '') return parseFingerprintKey(text, `the variable ${KEY_VARIABLE}`);
  const content = path === undefined ? undefined : await readIfThere(path, 'the key for fingerprints');
  return content === undefined ? undefined : parseFingerprintKey(content, path!);
}

/** The baseline in the file; undefined where there is no such file. Throws SETTINGS_INVALID where it is none. */
export async function readBaseline(path: string): Promise<Baseline | undefined> {
  const content = await readIfThere(path, 'the baseline');
  return content === undefined ? undefined : parseBaseline(content, path);
}

async function readIfThere(path: string, what: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new PlimsollError('FILE_UNREADABLE', `${what} cannot be read`, { subject: path, cause });
  }
}
