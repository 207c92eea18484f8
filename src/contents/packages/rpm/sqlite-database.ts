// `rpmdb.sqlite` (rpm's lib/backend/sqlite.c): the table `Packages` has a number and a header blob a row; the other tables are
// indexes. rpm writes through a log beside the file, and empties it into the file when it closes the database.
import { SqlitePages } from './sqlite-pages.ts';
import { readColumn } from './sqlite-record.ts';

const SCHEMA_ROOT = 1;
const TABLE = 'Packages';
// Columns of the schema table, and of Packages.
const SCHEMA_TYPE = 0;
const SCHEMA_NAME = 1;
const SCHEMA_ROOT_PAGE = 3;
const BLOB = 1;

/** The blobs of the packages by number; undefined where `content` is no SQLite file, or one without that table. */
export function readSqlite(content: Uint8Array): Iterable<Uint8Array> | undefined {
  const pages = SqlitePages.open(content);
  if (pages === undefined) return undefined;
  for (const record of pages.records(SCHEMA_ROOT)) {
    if (textOf(readColumn(record, SCHEMA_TYPE)) !== 'table') continue;
    if (textOf(readColumn(record, SCHEMA_NAME)) !== TABLE) continue;
    const root = readColumn(record, SCHEMA_ROOT_PAGE);
    if (root !== undefined) return readBlobs(pages, bigEndian(root));
  }
  return undefined;
}

function* readBlobs(pages: SqlitePages, rootPage: number): Generator<Uint8Array> {
  for (const record of pages.records(rootPage)) {
    const blob = readColumn(record, BLOB);
    if (blob !== undefined) yield blob;
  }
}

function textOf(bytes: Uint8Array | undefined): string {
  // No longer than the words it is compared with need.
  return bytes === undefined ? '' : Buffer.from(bytes.subarray(0, 16)).toString('latin1');
}

function bigEndian(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes.subarray(0, 6)) value = value * 256 + byte;
  return value;
}
