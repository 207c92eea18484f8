// The stores that are open on one file, and which of them are gone: what those had in hand is given back, and what they asked
// for is wanted no more.
import { randomUUID } from 'node:crypto';
import { isRunning, markProcess, type ProcessMark } from './process-mark.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

/** Where only the heart-beat can tell, a session that was silent for so long is over. */
const LEASE_MS = 20_000;

/** The sessions as one of them sees them. */
export class SessionList {
  readonly id = randomUUID();
  readonly #database: SqliteDatabase;
  readonly #mark: ProcessMark;

  constructor(database: SqliteDatabase, mark: ProcessMark = markProcess()) {
    this.#database = database;
    this.#mark = mark;
    this.beat();
  }

  /** Says that this one is there; true where it is new, or had been taken for dead. */
  beat(): boolean {
    const { machine, pid, started } = this.#mark;
    if (this.#database.run('UPDATE session SET beat_ms = ? WHERE id = ?', Date.now(), this.id) > 0)
      return false;
    const values = [this.id, machine, pid, started, Date.now()];
    this.#database.run('INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?, ?)', ...values);
    return true;
  }

  /** Takes away the sessions that are over; tells whether there were any. */
  endDead(now = Date.now()): boolean {
    const dead = this.#database
      .all('SELECT id, machine, pid, started, beat_ms FROM session WHERE id <> ?', this.id)
      .filter((row) => {
        const mark = {
          machine: String(row['machine']),
          pid: Number(row['pid']),
          started: String(row['started']),
        };
        return !(isRunning(mark) ?? now - Number(row['beat_ms']) < LEASE_MS);
      });
    for (const { id } of dead) this.#end(String(id));
    return dead.length > 0;
  }

  /** Takes this one away. */
  end(): void {
    this.#end(this.id);
  }

  #end(id: string): void {
    this.#database.transact(() => {
      this.#database.run(
        `UPDATE step SET state = 'waiting', session = NULL WHERE state = 'running' AND session = ?`,
        id,
      );
      this.#database.run('DELETE FROM ask WHERE session = ?', id);
      this.#database.run('DELETE FROM session WHERE id = ?', id);
    });
  }
}
