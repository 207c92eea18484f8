// Makes a folder and those above it. Node's own recursive mkdir tries for ever where a file system answers ENOENT for a
// folder whose parent is there, as /proc does.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes the folder for its owner alone; throws the system's error where that cannot be. */
export function makeFolders(path: string): void {
  const missing: string[] = [];
  let at = path;
  while (!makeFolder(at)) {
    const parent = dirname(at);
    missing.push(at);
    // The root is always there; an error of it is not ours to answer.
    if (parent === at) break;
    at = parent;
  }
  for (const folder of missing.reverse()) makeFolderIn(folder);
}

/** False where the parent is not there. */
function makeFolder(path: string): boolean {
  try {
    makeFolderIn(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** One that is there already, or that another process makes at the same time, is as good. */
function makeFolderIn(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
