// The build context's files, as far as splitting asks: a few names, and small files read as text.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ProjectFiles } from '../../dockerfile/splitting/split-input.ts';

const TEXT_LIMIT_BYTES = 2 * 1024 * 1024;

/** Looks into a folder; what leads out of it is not there. */
export function openProject(folder: string): ProjectFiles {
  const place = (path: string): string | undefined => {
    const full = join(folder, path);
    return relative(folder, full).startsWith('..') ? undefined : full;
  };
  const statOf = (path: string) => {
    const full = place(path);
    return full === undefined ? undefined : statSync(full, { throwIfNoEntry: false });
  };
  return {
    has: (path) => attempt(() => statOf(path)) !== undefined,
    list: (path) => attempt(() => readdirSync(place(path)!).sort()) ?? [],
    read: (path) =>
      attempt(() => {
        const stat = statOf(path);
        if (stat === undefined || !stat.isFile() || stat.size > TEXT_LIMIT_BYTES) return undefined;
        return readFileSync(place(path)!, 'utf8');
      }),
  };
}

/** What cannot be read is as good as not there. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
