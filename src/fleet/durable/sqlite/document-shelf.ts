// Small documents in the embedded store. They tell what was begun outside, so each is on the disk before the call returns.
import type { Json } from '../durable-store.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

/** The documents in the file. */
export class DocumentShelf {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  read(name: string): { readonly value: Json; readonly version: number } | undefined {
    const row = this.#database.get('SELECT value, version FROM document WHERE name = ?', name);
    if (row === undefined) return undefined;
    return { value: JSON.parse(String(row['value'])) as Json, version: Number(row['version']) };
  }

  /** Stores it where its version is the one that was read, 0 for a new one. */
  write(name: string, value: Json, version: number): boolean {
    const text = JSON.stringify(value);
    this.#database.execute('PRAGMA synchronous = FULL');
    try {
      const changed =
        version === 0
          ? this.#database.run('INSERT OR IGNORE INTO document VALUES (?, ?, 1)', name, text)
          : this.#database.run(
              'UPDATE document SET value = ?, version = version + 1 WHERE name = ? AND version = ?',
              ...[text, name, version],
            );
      return changed > 0;
    } finally {
      this.#database.execute('PRAGMA synchronous = NORMAL');
    }
  }
}
