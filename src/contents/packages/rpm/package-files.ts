// The files that a header lists: folders, names, and the folder of each name; or whole paths, as rpm 3 wrote them.
import { TAG } from './header-tags.ts';
import type { PackageHeader, StringRange } from './package-header.ts';
import { PathLines } from './path-lines.ts';

/** `%ghost`: the package's where somebody makes it, but nothing it brought. */
const GHOST_FLAG = 1 << 6;
/** RPMFILE_STATE_REPLACED by another package, NOTINSTALLED (`--nodocs`), WRONGCOLOR (a file of the other word size won). */
const ABSENT_STATES: ReadonlySet<number> = new Set([1, 2, 4]);

/** Headers hold some 100 bytes beside each path; lists that are larger than their header would be are bombs. */
const MOST_LIST_TIMES = 4;

const NOTHING = new Uint8Array(0);

/**
 * The paths that the package brought, without leading slash, a newline after each. Left out are ghosts, files that rpm notes as
 * replaced or never installed, `/` itself, and names with a newline in them. Nothing where the lists do not fit each other.
 */
export function listFiles(header: PackageHeader): Uint8Array {
  const baseNames = header.stringRange(TAG.baseNames);
  const names = baseNames ?? header.stringRange(TAG.oldFileNames);
  const folders = baseNames && header.stringRange(TAG.dirNames);
  const folderOf = header.numbers(TAG.dirIndexes);
  if (names === undefined) return NOTHING;
  if (baseNames !== undefined && (folders === undefined || folderOf.length !== names.count)) return NOTHING;
  const nameStarts = startsOf(names);
  const folderStarts = folders && startsOf(folders);
  const flags = header.numbers(TAG.fileFlags);
  const states = header.numbers(TAG.fileStates);
  const lines = new PathLines(names.bytes, header.sizeBytes * MOST_LIST_TIMES);
  for (let i = 0; i < names.count && !lines.isFull; i++) {
    if (((flags[i] ?? 0) & GHOST_FLAG) !== 0 || ABSENT_STATES.has(states[i] ?? 0)) continue;
    const folder = folderOf[i] ?? 0;
    if (folders !== undefined && folder >= folders.count) continue;
    const folderStart = folderStarts?.[folder] ?? 0;
    const folderEnd = folderStarts === undefined ? 0 : folderStarts[folder + 1]! - 1;
    lines.add(folderStart, folderEnd, nameStarts[i]!, nameStarts[i + 1]! - 1);
  }
  return lines.isFull ? NOTHING : lines.take();
}

/** Where each string begins, and where a next one would. */
function startsOf(range: StringRange): Uint32Array {
  const starts = new Uint32Array(range.count + 1);
  let at = range.start;
  for (let i = 0; i < range.count; i++) {
    starts[i] = at;
    at = range.bytes.indexOf(0, at) + 1;
  }
  starts[range.count] = at;
  return starts;
}
