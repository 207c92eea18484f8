// The files that a header lists: folders, names, and the folder of each name; or whole paths, as rpm 3 wrote them.
import { TAG } from './header-tags.ts';
import type { PackageHeader, StringRange } from './package-header.ts';

const NEWLINE = 0x0a;
const SLASH = 0x2f;

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
  const names = header.stringRange(TAG.baseNames) ?? header.stringRange(TAG.oldFileNames);
  if (names === undefined) return NOTHING;
  const folders = header.stringRange(TAG.dirNames);
  const folderOf = header.numbers(TAG.dirIndexes);
  const isSplit = header.stringRange(TAG.baseNames) !== undefined;
  if (isSplit && (folders === undefined || folderOf.length !== names.count)) return NOTHING;
  const nameStarts = startsOf(names);
  const folderStarts = isSplit ? startsOf(folders!) : undefined;
  const flags = header.numbers(TAG.fileFlags);
  const states = header.numbers(TAG.fileStates);
  const { bytes } = names;
  const limit = header.sizeBytes * MOST_LIST_TIMES;
  let list: Buffer = Buffer.allocUnsafe(Math.min(limit, 2 * (names.end - names.start) + 1024));
  let end = 0;
  for (let i = 0; i < names.count; i++) {
    if (((flags[i] ?? 0) & GHOST_FLAG) !== 0 || ABSENT_STATES.has(states[i] ?? 0)) continue;
    const folder = folderStarts === undefined ? 0 : folderOf[i]!;
    let folderStart = folderStarts === undefined ? 0 : folderStarts[folder]!;
    const folderEnd = folderStarts === undefined ? 0 : folderStarts[folder + 1]! - 1;
    if (folderStarts !== undefined && folder >= folders!.count) continue;
    let nameStart = nameStarts[i]!;
    const nameEnd = nameStarts[i + 1]! - 1;
    while (folderStart < folderEnd && bytes[folderStart] === SLASH) folderStart++;
    if (folderStart === folderEnd) while (nameStart < nameEnd && bytes[nameStart] === SLASH) nameStart++;
    const length = folderEnd - folderStart + nameEnd - nameStart;
    if (length === 0) continue;
    if (end + length + 1 > limit) return NOTHING;
    if (end + length + 1 > list.length) list = grow(list, end, Math.min(limit, 2 * (end + length + 1)));
    const start = end;
    end += bytes.copy(list, end, folderStart, folderEnd);
    end += bytes.copy(list, end, nameStart, nameEnd);
    if (list.subarray(start, end).includes(NEWLINE)) end = start;
    else list[end++] = NEWLINE;
  }
  return new Uint8Array(list.subarray(0, end));
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

function grow(list: Buffer, used: number, sizeBytes: number): Buffer {
  const larger = Buffer.allocUnsafe(sizeBytes);
  list.copy(larger, 0, 0, used);
  return larger;
}
