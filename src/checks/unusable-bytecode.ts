// Compiled Python files that no Python loads (PEP 3147, PEP 552): the source is gone or was changed since, or the Python
// they were compiled by is not in the image.
import { ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import { joinPath, parentOf } from './exceptions/path-parts.ts';
import { hasPython } from './exceptions/python-versions.ts';
import type { ImageLook, OfferedFile, PathRule } from './rule.ts';

/** `NAME.TAG.pyc` and `NAME.TAG.opt-1.pyc`; only CPython's tags tell a version. */
const CACHED_NAME = /^(.+)\.cpython-(\d)(\d+)(?:\.opt-\w+)?\.pyc$/;
/** Magic numbers of Python 3 are 3000 and more, and below those of Python 2. */
const PYTHON_3 = { first: 3000, last: 19999 };
/** Bit 0 of the flags: checked by the hash of the source, not by its time and size. */
const IS_HASHED = 1;

export const unusableBytecode: PathRule = {
  kind: 'paths',
  id: 'unusable-bytecode',
  title: 'Compiled Python files that nothing loads',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 500_000,
  patterns: ['**/*.pyc'],
  isExcused: (file, image) =>
    /(?:^|\/)__pycache__$/.test(file.folder) ? isLoadedFromCache(file, image) : isLoadedAlone(file, image),
  what: 'compiled Python files that nothing loads',
  fix: 'Compile again at the end of what changes the sources or their times (`python -m compileall -q -f --invalidation-mode unchecked-hash DIR`), or delete the files there.',
};

function isLoadedFromCache(file: OfferedFile, image: ImageLook): boolean {
  const [, module, major, minor] = CACHED_NAME.exec(file.name) ?? [];
  if (module === undefined) return true;
  const source = joinPath(parentOf(file.folder), `${module}.py`);
  const kind = image.kindAt(source);
  // Where a symlink leads is not known here.
  if (kind !== undefined && kind !== ENTRY_KIND.file) return true;
  return (
    kind !== undefined && fitsSource(file, source, image) && hasPython(image, file.path, `${major}.${minor}`)
  );
}

/** The check that Python itself makes before it loads the file. */
function fitsSource(file: OfferedFile, source: string, image: ImageLook): boolean {
  const header = image.pycHeader(file);
  if (header === undefined || (header.flags & IS_HASHED) !== 0) return true;
  return (
    header.sourceMtime === Math.trunc(image.mtimeAt(source) ?? 0) >>> 0 &&
    header.sourceSize === (image.sizeAt(source) ?? 0) >>> 0
  );
}

/** Outside `__pycache__` Python 3 loads a compiled file only where there is no source; Python 2 always does. */
function isLoadedAlone(file: OfferedFile, image: ImageLook): boolean {
  const magic = image.pycHeader(file)?.magic ?? 0;
  if (magic < PYTHON_3.first || magic > PYTHON_3.last) return true;
  return image.kindAt(file.path.slice(0, -1)) === undefined;
}
