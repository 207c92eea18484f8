// What dpkg keeps of each package in `var/lib/dpkg/info` (deb-md5sums(5), deb-conffiles(5), dpkg-query(1) --control-path): the
// list of its paths, the checksums of its files, its configuration files. Distroless has only checksums, in `status.d`.
import { isInFolder } from '../is-in-folder.ts';
import { keepText } from '../keep-text.ts';
import { listPaths } from '../path-list.ts';
import type { RecordParser } from '../record-parser.ts';

const INFO = 'lib/dpkg/info';
const LIMIT_BYTES = 32 * 1024 * 1024;
const SPACE = 0x20;
const STAR = 0x2a;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;

/** Keeps `info/NAME[:ARCH].list`: all paths that a package brought, directories among them, before diversions. */
export const dpkgList: RecordParser = keepText({
  id: 'dpkg-list',
  endings: ['.list'],
  matches: (path) => isInFolder(path, INFO) && path.endsWith('.list'),
  limitBytes: LIMIT_BYTES,
});

/** Keeps `NAME[:ARCH].md5sums`: regular files only, without configuration files. */
export const dpkgMd5sums: RecordParser = keepText({
  id: 'dpkg-md5sums',
  endings: ['.md5sums'],
  matches: (path) =>
    (isInFolder(path, INFO) || isInFolder(path, 'lib/dpkg/status.d')) && path.endsWith('.md5sums'),
  limitBytes: LIMIT_BYTES,
});

/** Keeps `NAME[:ARCH].conffiles`. */
export const dpkgConffiles: RecordParser = keepText({
  id: 'dpkg-conffiles',
  endings: ['.conffiles'],
  matches: (path) =>
    (isInFolder(path, INFO) || isInFolder(path, 'lib/dpkg/status.d')) && path.endsWith('.conffiles'),
  limitBytes: LIMIT_BYTES,
});

/** Whose file in `info` it is: `libc6:amd64.list`. The architecture is empty where the name has none. */
export function readInfoFileName(path: string): { readonly name: string; readonly architecture: string } {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const dot = file.lastIndexOf('.');
  const stem = dot === -1 ? file : file.slice(0, dot);
  const colon = stem.indexOf(':');
  return colon === -1
    ? { name: stem, architecture: '' }
    : { name: stem.slice(0, colon), architecture: stem.slice(colon + 1) };
}

/** The paths of a `.list`, one a line, without a leading slash; the root is left out. */
export function readDpkgList(text: Uint8Array): Uint8Array {
  return listPaths(text, (_text, start) => start);
}

/** The paths of a `.md5sums`, likewise. */
export function readDpkgMd5sums(text: Uint8Array): Uint8Array {
  return listPaths(text, (bytes, start, end) => {
    let at = bytes[start] === BACKSLASH ? start + 1 : start;
    const sum = at;
    while (at < end && isHexDigit(bytes[at]!)) at++;
    if (at - sum !== 32 || bytes[at] !== SPACE) return -1;
    at++;
    return bytes[at] === SPACE || bytes[at] === STAR ? at + 1 : at;
  });
}

/** The paths of a `.conffiles`, likewise; those marked `remove-on-upgrade` are not the package's any more. */
export function readDpkgConffiles(text: Uint8Array): Uint8Array {
  return listPaths(text, (bytes, start) => (bytes[start] === SLASH ? start : -1));
}

function isHexDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}
