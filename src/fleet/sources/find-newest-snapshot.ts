// The newest of a folder of snapshots, by the times that are their names.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const NAMED_BY_TIME = /^\d{4}-\d{2}-\d{2}T[\d.+-]+Z?\.json$/;

/** Its path; undefined where the folder is not there or has none. */
export async function findNewestSnapshot(folder: string): Promise<string | undefined> {
  try {
    const names = (await readdir(folder)).filter((name) => NAMED_BY_TIME.test(name)).sort();
    const newest = names.at(-1);
    return newest === undefined ? undefined : join(folder, newest);
  } catch {
    return undefined;
  }
}
