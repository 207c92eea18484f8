// Programs by their name on PATH: all of them, because the first is not always the one that can do the work.
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Environment } from '../engine.ts';

/** Paths of programs of that name, in the order of PATH; links to the same file are one. */
export function findPrograms(name: string, env: Environment): readonly string[] {
  const found = new Map<string, string>();
  const suffixes = process.platform === 'win32' ? ['.exe'] : [''];
  // An empty or relative part means the current folder: a project must not choose the program that is run.
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  for (const folder of folders)
    for (const suffix of suffixes) {
      const path = join(folder, name + suffix);
      const real = realProgram(path);
      if (real !== undefined && !found.has(real)) found.set(real, path);
    }
  return [...found.values()];
}

function realProgram(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() ? realpathSync(path) : undefined;
  } catch {
    return undefined;
  }
}
