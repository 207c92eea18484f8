// Keeps the cache folder within its limit: the files not used for the longest time go, and what killed runs left behind.
// Folders of other versions count too, so that an update does not leave its predecessor's files for ever.
import { type Dirent, readdirSync, rmSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';

/** After cleaning, this share of the limit is left, so that not every run has to clean. */
const CLEANED_SHARE = 0.8;
/** Half-written files of a run that was killed are taken away after this time. */
const ABANDONED_MS = 60 * 60 * 1000;
const VERSION_FOLDER = /^v\d+$/;

/** Evicts files of `folder/vN/KIND/`; other processes may do the same or use the files at the same time. */
export function evictFiles(folder: string, limitBytes: number): void {
  const now = Date.now();
  const files: { path: string; sizeBytes: number; usedMs: number }[] = [];
  for (const path of listFiles(folder)) {
    const stats = statQuietly(path);
    if (stats === undefined) continue;
    if (!path.endsWith('.tmp')) files.push({ path, sizeBytes: stats.size, usedMs: stats.mtimeMs });
    else if (now - stats.mtimeMs > ABANDONED_MS) removeQuietly(path);
  }
  let total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (total <= limitBytes) return;
  files.sort((a, b) => a.usedMs - b.usedMs);
  for (const { path, sizeBytes } of files) {
    if (total <= limitBytes * CLEANED_SHARE) return;
    removeQuietly(path);
    total -= sizeBytes;
  }
}

/** Removes a file where that is possible; a cache that cannot be changed is no error. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A folder that is read-only, or a directory where a file should be.
  }
}

function listFiles(folder: string): readonly string[] {
  return list(folder)
    .filter((version) => version.isDirectory() && VERSION_FOLDER.test(version.name))
    .flatMap((version) => list(join(folder, version.name)).map((kind) => ({ version, kind })))
    .filter(({ kind }) => kind.isDirectory())
    .flatMap(({ version, kind }) => {
      const path = join(folder, version.name, kind.name);
      return list(path)
        .filter((file) => file.isFile())
        .map((file) => join(path, file.name));
    });
}

function list(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function statQuietly(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
