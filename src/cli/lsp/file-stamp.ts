// What tells a file from what it was: asked often, and cheap.
import { statSync } from 'node:fs';

/** The same while the files are the same; a file that is not there counts too. */
export function stampFiles(paths: readonly string[]): string {
  return paths.map(stampFile).join(' ');
}

function stampFile(path: string): string {
  const file = statSync(path, { throwIfNoEntry: false, bigint: true });
  return file === undefined ? '-' : `${file.ino}:${file.size}:${file.mtimeNs}`;
}
