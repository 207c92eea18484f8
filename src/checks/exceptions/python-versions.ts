// Which versions of CPython an image has: by the names of interpreters and libraries where they use to be.
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import type { ImageLook } from '../rule.ts';
import { fromRoot, joinPath, parentOf } from './path-parts.ts';
import { perImage } from './per-image.ts';
import { commandWords } from './runs-program.ts';

/** Folders with interpreters or libpython, beside those in PATH; `*` stands for any one name. */
const PLACES = [
  'bin',
  'usr/bin',
  'usr/libexec',
  'usr/local/bin',
  'opt/*/bin',
  'opt/*/envs/*/bin',
  'usr/lib',
  'usr/lib64',
  'usr/lib/*-linux-gnu*',
  'usr/local/lib',
  'opt/*/lib',
  '*/.pyenv/versions/*/bin',
  'home/*/.pyenv/versions/*/bin',
  '*/.local/share/uv/python/*/bin',
  'home/*/.local/share/uv/python/*/bin',
  '*/venv/bin',
  '*/.venv/bin',
];
/** More folders than this for one place are not looked into. */
const FOLDER_LIMIT = 256;
const PATH_LIMIT = 64;
const PYTHON_NAME = /^(?:lib)?python(\d\.\d+)[mt]?(?:$|\.so)/;

/** Whether a file compiled by this version finds its Python; true where the image's Pythons are not found at all. */
export function hasPython(image: ImageLook, path: string, version: string): boolean {
  const library = /(?:^|\/)lib(?:64)?\/python(\d\.\d+)\//.exec(path)?.[1];
  if (library !== undefined) return library === version;
  const versions = findVersions(image);
  return versions.size === 0 || versions.has(version);
}

const findVersions = perImage((image): ReadonlySet<string> => {
  const inPath = (image.env.get('PATH') ?? '').split(':', PATH_LIMIT).map(fromRoot);
  const inProject = ['.venv/bin', 'venv/bin'].map((folder) => `${image.workingFolder}/${folder}`);
  const beside = commandWords(image)
    .filter((word) => word.startsWith('/'))
    .map((word) => parentOf(fromRoot(word)));
  const folders = [...PLACES.flatMap((place) => expand(image, place)), ...inPath, ...inProject, ...beside];
  const versions = new Set<string>();
  for (const folder of new Set(folders))
    for (const name of image.namesIn(folder)) {
      const version = PYTHON_NAME.exec(name)?.[1];
      // A folder of that name has modules, but nothing that runs them.
      const isFolder = version !== undefined && image.kindAt(joinPath(folder, name)) === ENTRY_KIND.directory;
      if (version !== undefined && !isFolder) versions.add(version);
    }
  return versions;
});

/** The folders that a place with `*` stands for. */
function expand(image: ImageLook, place: string): readonly string[] {
  let folders = [''];
  for (const segment of place.split('/')) {
    const [before, after] = segment.split('*', 2);
    folders = folders.flatMap((folder) => {
      const names =
        after === undefined
          ? [segment]
          : image.namesIn(folder).filter((name) => name.startsWith(before!) && name.includes(after));
      return names.slice(0, FOLDER_LIMIT).map((name) => (folder === '' ? name : `${folder}/${name}`));
    });
    folders = folders.slice(0, FOLDER_LIMIT);
  }
  return folders;
}
