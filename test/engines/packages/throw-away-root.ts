// A copy of a root in which packages are really removed: an overlay, thrown away after use.
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { runProgram } from '../run-program.ts';
import { ROOTS } from './apt-roots.ts';

/** What a removal did to the file system: paths of files and links that are gone, with their sizes. */
export interface Removal {
  readonly isDone: boolean;
  readonly complaint: string;
  readonly gone: ReadonlyMap<string, number>;
}

/** Removes packages from a copy of a root. */
export async function removeReally(root: string, args: readonly string[]): Promise<Removal> {
  const folder = mkdtempSync(join(ROOTS, 'copy-'));
  const [upper, work, merged] = ['upper', 'work', 'merged'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const made of [upper, work, merged]) mkdirSync(made);
  const options = `lowerdir=${root},upperdir=${upper},workdir=${work}`;
  const mounted = await runProgram('mount', ['-t', 'overlay', 'overlay', '-o', options, merged]);
  if (!mounted.isDone) throw new Error(`cannot mount an overlay: ${mounted.complaint}`);
  try {
    await runProgram('mount', ['-t', 'proc', 'proc', join(merged, 'proc')]);
    const done = await runProgram('chroot', [
      merged,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-y',
      '-q',
      '-o',
      'Dpkg::Options::=--force-unsafe-io',
      '-o',
      'Dir::State::Lists=/var/empty',
      ...args,
    ]);
    return { isDone: done.isDone, complaint: done.output + done.complaint, gone: findGone(root, upper) };
  } finally {
    await runProgram('umount', [join(merged, 'proc')]);
    await runProgram('umount', [merged]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whiteouts of the overlay: device files with the number 0, for a folder all below it. */
function findGone(root: string, upper: string): ReadonlyMap<string, number> {
  const gone = new Map<string, number>();
  const addAll = (path: string): void => {
    const found = lstatSync(join(root, path), { throwIfNoEntry: false });
    if (found === undefined) return;
    if (found.isDirectory()) for (const name of readdirSync(join(root, path))) addAll(join(path, name));
    else gone.set(path, found.isFile() ? found.size : 0);
  };
  const walk = (path: string): void => {
    for (const name of readdirSync(join(upper, path))) {
      const inner = join(path, name);
      const found = lstatSync(join(upper, inner));
      if (found.isCharacterDevice() && found.rdev === 0) addAll(inner);
      else if (found.isDirectory()) walk(inner);
    }
  };
  walk('.');
  return gone;
}

/** The files and links of a package that are really there, through the links of a merged /usr. */
export function listPackageFiles(
  root: string,
  name: string,
  architecture: string,
): ReadonlyMap<string, number> {
  const info = join(root, 'var/lib/dpkg/info');
  const list = [`${name}.list`, `${name}:${architecture}.list`].find((file) => existsSync(join(info, file)));
  const files = new Map<string, number>();
  for (const line of list === undefined ? [] : readFileSync(join(info, list), 'utf8').split('\n')) {
    if (line.length < 2) continue;
    const path = resolveParent(root, line.slice(1));
    const found = lstatSync(join(root, path), { throwIfNoEntry: false });
    if (found !== undefined && !found.isDirectory()) files.set(path, found.isFile() ? found.size : 0);
  }
  return files;
}

/** The first folder of a path may be a link: `lib` to `usr/lib`. */
function resolveParent(root: string, path: string): string {
  const [first = '', ...rest] = path.split('/');
  if (rest.length === 0 || dirname(path) === '.') return path;
  const found = lstatSync(join(root, first), { throwIfNoEntry: false });
  return found?.isSymbolicLink() ? join(readlinkSync(join(root, first)), ...rest) : path;
}
