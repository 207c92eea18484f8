// The files of an image's root, read by find, which knows nothing of text.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { comparePaths, decodePath } from '../../../src/context/path-text.ts';

/** Kind and size of each path: `f 12`, `l`, `d` (an empty folder), `p`, `c`; a further name of a file is `f 0`. */
export type ArrivedFiles = ReadonlyMap<string, string>;

interface Found {
  readonly path: string;
  readonly kind: string;
  readonly size: string;
  readonly inode: string;
}

/** Lists a folder: all but folders, and those folders that are empty. */
export function readFolder(root: string): ArrivedFiles {
  const all = [...findAll(root)].sort((a, b) => comparePaths(walkKey(a.path), walkKey(b.path)));
  const parents = new Set(all.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/')))));
  const inodes = new Set<string>();
  const arrived = new Map<string, string>();
  for (const { path, kind, size, inode } of all) {
    if (parents.has(path)) continue;
    arrived.set(path, kind === 'f' ? `f ${inodes.has(inode) ? 0 : size}` : kind);
    inodes.add(inode);
  }
  return arrived;
}

/** In a walk, what is in a folder comes before what has more letters than the folder. */
function walkKey(path: string): string {
  return path.replaceAll('/', '\0');
}

function* findAll(root: string): Iterable<Found> {
  const print = ['-mindepth', '1', '-printf', '%y %s %i %P\\0'];
  const output = execFileSync('find', [root, ...print], { maxBuffer: 1e8 });
  for (let start = 0, end = output.indexOf(0); end !== -1; start = end + 1, end = output.indexOf(0, start)) {
    const line = output.subarray(start, end);
    const [kind = '', size = '', inode = ''] = line.toString('latin1').split(' ');
    const path = decodePath(line.subarray(kind.length + size.length + inode.length + 3));
    yield { path, kind, size, inode };
  }
}

/** Unpacks tars one over the other into a new folder, and lists it. */
export function readTars(tars: readonly string[], root: string): ArrivedFiles {
  mkdirSync(root);
  for (const tar of tars) execFileSync('tar', ['-xpf', tar, '-C', root], { stdio: 'pipe' });
  return readFolder(root);
}
