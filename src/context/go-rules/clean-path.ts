// Go's filepath.Clean and filepath.Join on slashes. Node's normalize follows the same rules, but keeps a slash at the end.
import { posix } from 'node:path';

/** The shortest form of a path; the empty path is '.'. */
export function cleanPath(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}

/** The parts that are not empty, joined and cleaned; '' where there are none. */
export function joinPaths(...parts: readonly string[]): string {
  const some = parts.filter((part) => part !== '');
  return some.length === 0 ? '' : cleanPath(some.join('/'));
}
