// The files of an installed Python distribution: RECORD of a wheel (packaging.python.org, "The RECORD file"), and
// installed-files.txt of an egg that setuptools installed for a package manager.
import { baseNameOf, decodeText, folderOf, joinPath } from '../metadata-text.ts';
import type { RecordParser } from '../record-parser.ts';

const LIST_PATH = /(?:dist-info|DIST-INFO)\/RECORD$|(?:egg-info|EGG-INFO)\/installed-files\.txt$/;

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;

/** Kept as text: the list of the METADATA or PKG-INFO beside it. Of RECORD only the paths are: checksums are most of it. */
export const PYTHON_FILE_LIST: RecordParser = {
  id: 'python-file-list',
  names: ['RECORD', 'installed-files.txt'],
  endings: [],
  matches: (path) => LIST_PATH.test(path),
  limitBytes: 64_000_000,
  parse: (content, path) => ({
    kind: 'text',
    text: baseNameOf(path) === 'RECORD' ? keepFirstColumn(content) : content,
  }),
};

/** The files that a list names, as paths of the image, one a line; those that lead out of the image are left out. */
export function listPythonFiles(content: Uint8Array, path: string): Uint8Array {
  const folder = folderOf(path);
  const isRecord = baseNameOf(path) === 'RECORD';
  // RECORD's paths are seen from the folder that holds the dist-info folder, the other's from its own.
  const from = isRecord ? folderOf(folder) : folder;
  // A deep folder before each of a million short names would be memory without bound.
  let left = 4 * content.length + 65_536;
  const lines: string[] = [];
  for (const line of decodeText(content).split('\n')) {
    const inner = isRecord ? readFirstColumn(line) : line.trim();
    const file = inner === '' ? undefined : joinPath(from, inner);
    if (file === undefined || file === '') continue;
    left -= file.length;
    if (left < 0) break;
    lines.push(`${file}\n`);
  }
  return Buffer.from(lines.join(''));
}

/** The lines of CSV without all but their first column. */
function keepFirstColumn(content: Uint8Array): Uint8Array {
  const kept = new Uint8Array(content.length + 1);
  let length = 0;
  for (let start = 0; start < content.length; ) {
    const newline = content.indexOf(NEWLINE, start);
    const end = newline < 0 ? content.length : newline;
    const stop = findColumnEnd(content, start, end);
    kept.set(content.subarray(start, stop), length);
    length += stop - start;
    kept[length++] = NEWLINE;
    start = end + 1;
  }
  return kept.slice(0, length);
}

function findColumnEnd(line: Uint8Array, start: number, end: number): number {
  let at = start;
  if (line[start] === QUOTE)
    for (at++; at < end && (line[at] !== QUOTE || line[at + 1] === QUOTE); at++) if (line[at] === QUOTE) at++;
  while (at < end && line[at] !== COMMA) at++;
  return at;
}

/** The first column of CSV as Python's csv module writes it. */
function readFirstColumn(line: string): string {
  if (!line.startsWith('"')) {
    const comma = line.indexOf(',');
    return (comma < 0 ? line : line.slice(0, comma)).trim();
  }
  let close = line.indexOf('"', 1);
  while (close >= 0 && line[close + 1] === '"') close = line.indexOf('"', close + 2);
  return close < 0 ? '' : line.slice(1, close).replaceAll('""', '"');
}
