// The files of a mounted root, found as a program that runs in it finds them.
import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';

/** As many symlinks as the kernel follows. */
const LINK_LIMIT = 40;

/** What some files take together; of several names of one file, one counts. */
export interface FilesSum {
  readonly bytes: number;
  readonly fileCount: number;
}

/** Paths are without a leading slash; the root is ''. */
export class RootFiles {
  readonly folder: string;
  readonly #real = new Map<string, string>([['', '']]);

  constructor(folder: string) {
    this.folder = folder;
  }

  /** What is at a path, a symlink as such; undefined where nothing is. */
  stat(path: string): Stats | undefined {
    try {
      return lstatSync(join(this.folder, path));
    } catch {
      return undefined;
    }
  }

  /** The path with the links of its folders followed. */
  resolve(path: string): string {
    const folder = dirname(path);
    const name = path.slice(folder === '.' ? 0 : folder.length + 1);
    return join(this.#follow(folder === '.' ? '' : folder, LINK_LIMIT), name);
  }

  #follow(folder: string, left: number): string {
    const known = this.#real.get(folder);
    if (known !== undefined) return known;
    const parent = dirname(folder);
    const above = this.#follow(parent === '.' ? '' : parent, left);
    let real = join(above, folder.slice(parent === '.' ? 0 : parent.length + 1));
    if (this.stat(real)?.isSymbolicLink() && left > 0) {
      const target = readlinkSync(join(this.folder, real));
      const joined = target.startsWith('/') ? join('/', target) : join('/', above, target);
      real = this.#follow(joined.slice(1), left - 1);
    }
    this.#real.set(folder, real);
    return real;
  }

  /** Every path that is no directory. */
  list(below = ''): string[] {
    return readdirSync(join(this.folder, below), { withFileTypes: true }).flatMap((entry) => {
      const path = join(below, entry.name);
      return entry.isDirectory() ? this.list(path) : [path];
    });
  }

  /** The sum of the regular files among the paths. */
  sum(paths: Iterable<string>): FilesSum {
    return sumSizes(this.#regular(paths).values());
  }

  /** The sum of those regular files that another state of the root no longer has, or has anew: overlayfs shows other inodes. */
  sumReplaced(paths: Iterable<string>, later: RootFiles): FilesSum {
    const gone = [...this.#regular(paths)].filter(([path, { ino }]) => later.stat(path)?.ino !== ino);
    return sumSizes(gone.map(([, stats]) => stats));
  }

  #regular(paths: Iterable<string>): ReadonlyMap<string, Stats> {
    const found = new Map<string, Stats>();
    for (const path of paths) {
      const real = this.resolve(path);
      const stats = this.stat(real);
      if (stats?.isFile()) found.set(real, stats);
    }
    return found;
  }
}

function sumSizes(files: Iterable<Stats>): FilesSum {
  const sizes = new Map<number, number>();
  for (const { ino, size } of files) sizes.set(ino, size);
  return { bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0), fileCount: sizes.size };
}
