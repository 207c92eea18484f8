// Whether a new file may be renamed over what is there. A device or a pipe must stay one: whoever names /dev/null as the
// administrator would otherwise leave the machine without it.
import { stat } from 'node:fs/promises';

/** True for a file and for nothing; what is neither is to be written as it is. */
export async function isReplaceable(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  return there === undefined || there.isFile();
}
