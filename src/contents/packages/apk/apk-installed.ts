// apk's database of installed packages, `lib/apk/db/installed` (apk-tools src/database.c, apk_db_fdb_read): lines of a letter, a
// colon and a value; an empty line ends a package. `F:` names a folder, each `R:` after it a file in it.
import { isFileNamed } from '../is-in-folder.ts';
import { BARE_RECORD, type PackageRecord, RECORDS_LIMIT } from '../package-record.ts';
import { PathsWriter } from '../paths-writer.ts';
import type { RecordParser } from '../record-parser.ts';
import { readCount } from '../stanzas.ts';
import { decodeText } from '../text-lines.ts';

const NEWLINE = 0x0a;
const COLON = 0x3a;
const FOLDER = 'F'.charCodeAt(0);
const FILE = 'R'.charCodeAt(0);

/** D depends, p provides, i install_if, r replaces, o origin, m maintainer, k provider priority, s repository tag. */
const KEPT_FIELDS = ['D', 'p', 'i', 'r', 'o', 'm', 'k', 's'] as const;
const WANTED_LETTERS: ReadonlySet<number> = new Set(
  ['P', 'V', 'A', 'I', 'L', ...KEPT_FIELDS].map((letter) => letter.charCodeAt(0)),
);

/** Reads `lib/apk/db/installed` under any root, `usr` of a merged /usr among them. */
export const apkInstalled: RecordParser = {
  id: 'apk-installed',
  names: ['installed'],
  endings: [],
  matches: (path) => isFileNamed(path, 'lib/apk/db/installed'),
  limitBytes: 128 * 1024 * 1024,
  parse(content) {
    const packages: PackageRecord[] = [];
    const writer = new PathsWriter(content.length);
    let values = new Map<number, string>();
    let folderStart = 0;
    let folderEnd = 0;
    const finish = (): void => {
      const record = readRecord(values, writer.take());
      if (record !== undefined) packages.push(record);
      values = new Map();
      folderEnd = folderStart;
    };
    for (let start = 0; start < content.length && !writer.isFull && packages.length < RECORDS_LIMIT; ) {
      const newline = content.indexOf(NEWLINE, start);
      const end = newline === -1 ? content.length : newline;
      const letter = content[start]!;
      if (end - start < 2) finish();
      else if (content[start + 1] === COLON) {
        if (letter === FOLDER) {
          folderStart = start + 2;
          folderEnd = end;
          writer.addPath(content, folderStart, folderEnd);
        } else if (letter === FILE) writer.addName(content, folderStart, folderEnd, start + 2, end);
        else if (WANTED_LETTERS.has(letter) && !values.has(letter))
          values.set(letter, decodeText(content, start + 2, end).trim());
      }
      start = end + 1;
    }
    finish();
    const isDatabase = (packages.length > 0 || content.length === 0) && !writer.isFull;
    return isDatabase ? { kind: 'packages', packages } : undefined;
  },
};

function readRecord(values: ReadonlyMap<number, string>, paths: Uint8Array): PackageRecord | undefined {
  const get = (letter: string): string => values.get(letter.charCodeAt(0)) ?? '';
  const name = get('P');
  if (name === '') return undefined;
  const fields: Record<string, string> = {};
  for (const field of KEPT_FIELDS) if (get(field) !== '') fields[field] = get(field);
  return {
    ...BARE_RECORD,
    type: 'apk',
    name,
    version: get('V'),
    architecture: get('A'),
    source: get('o') === name ? '' : get('o'),
    licence: get('L'),
    claimedBytes: readCount(get('I')),
    fields,
    files: { kind: 'paths', paths },
  };
}
