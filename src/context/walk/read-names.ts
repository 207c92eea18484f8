// The names in a folder, in the order of walks: by their bytes.
import { readdirSync } from 'node:fs';
import { comparePaths, decodePath, encodePath } from '../path-text.ts';

/** A name in a folder. */
export interface NamedEntry {
  readonly name: string;
  isDirectory(): boolean;
}

/** All names in a folder. Throws what the system says. */
export function readNames(path: string | Buffer): readonly NamedEntry[] {
  const names = readdirSync(path, { withFileTypes: true });
  return sortNames(names.some(({ name }) => name.includes('\uFFFD')) ? readRawNames(path) : names);
}

/** Names that are not UTF-8 come mangled as text; they are read once more as bytes. */
function readRawNames(path: string | Buffer): NamedEntry[] {
  const bytes = typeof path === 'string' ? encodePath(path) : path;
  return readdirSync(bytes, { encoding: 'buffer', withFileTypes: true }).map((entry) => ({
    name: decodePath(entry.name),
    isDirectory: () => entry.isDirectory(),
  }));
}

/** The system's order is by bytes already in most cases. */
function sortNames(names: NamedEntry[]): readonly NamedEntry[] {
  for (let i = 1; i < names.length; i++)
    if (!(names[i - 1]!.name < names[i]!.name)) return names.sort((a, b) => comparePaths(a.name, b.name));
  return names;
}
