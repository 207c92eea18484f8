// The tables of the embedded store.
import { PlimsollError } from '../../../errors.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

const VERSION = 1;

const TABLES = `
CREATE TABLE session (
  id TEXT PRIMARY KEY, machine TEXT NOT NULL, pid INTEGER NOT NULL, started TEXT NOT NULL, beat_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE step (
  key TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, input TEXT NOT NULL, near TEXT,
  urgency REAL NOT NULL, tries INTEGER NOT NULL, run TEXT NOT NULL,
  state TEXT NOT NULL, attempts INTEGER NOT NULL, failures INTEGER NOT NULL, ready_ms INTEGER NOT NULL,
  session TEXT, worker TEXT, result TEXT, code TEXT, message TEXT, changed_ms INTEGER NOT NULL
);
CREATE INDEX step_state ON step (state);
CREATE TABLE ask (key TEXT NOT NULL, session TEXT NOT NULL, PRIMARY KEY (key, session)) WITHOUT ROWID;
CREATE TABLE document (name TEXT PRIMARY KEY, value TEXT NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE block (name TEXT PRIMARY KEY, bytes BLOB, used_ms INTEGER NOT NULL);
PRAGMA user_version = ${VERSION};
`;

/** Makes the tables where the file is new; throws where another version of the program made them. */
export function prepareTables(database: SqliteDatabase, path: string): void {
  if (readVersion(database) === VERSION) return;
  database.transact(() => {
    const version = readVersion(database);
    if (version === VERSION) return;
    if (version !== 0)
      throw new PlimsollError(
        'DATABASE_INVALID',
        `it is of version ${version}, this program's is ${VERSION}`,
        {
          subject: path,
          hint: 'Use the newer of the two programs, or name another file with --database.',
        },
      );
    database.execute(TABLES);
  });
}

function readVersion(database: SqliteDatabase): number {
  return Number(database.get('PRAGMA user_version')?.['user_version']);
}
