// What the embedded store writes of steps: who asks for them, who has them in hand, and how they ended. Each call is one
// transaction, so that a process may be killed between any two.
import type { DurableStep, Json, StepOutcome } from '../durable-store.ts';
import type { SqliteDatabase, SqlRow } from './sqlite-database.ts';

/** A step that was handed to a worker. */
export interface TakenStep {
  readonly step: DurableStep;
  /** Counted over all runs: whoever has taken the step with the highest number has it in hand. */
  readonly attempt: number;
  /** Tries of this run that failed so far. */
  readonly failures: number;
}

/** Who takes which steps. */
export interface Taker {
  readonly session: string;
  readonly worker: string;
  readonly kinds: readonly string[];
}

/** The steps in the file. */
export class StepJournal {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** Notes that a session wants a step done; one that failed in another run is to be tried again. */
  ask(session: string, runId: string, step: DurableStep): void {
    const { key, kind, name, input, near, urgency, tries } = step;
    const now = Date.now();
    this.#database.transact(() => {
      this.#database.run(
        `INSERT INTO step VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, 0, 0, NULL, NULL, NULL, NULL, NULL, ?)
         ON CONFLICT (key) DO UPDATE SET input = excluded.input, near = excluded.near, urgency = excluded.urgency,
           tries = excluded.tries, run = excluded.run, state = 'waiting', failures = 0, ready_ms = 0,
           code = NULL, message = NULL, changed_ms = excluded.changed_ms
         WHERE state = 'failed' AND run <> excluded.run`,
        ...[key, kind, name, JSON.stringify(input), near ?? null, urgency ?? 0, tries, runId, now],
      );
      this.#database.run('INSERT OR IGNORE INTO ask VALUES (?, ?)', key, session);
    });
  }

  /** Takes back what `ask` noted. */
  forget(session: string, key: string): void {
    this.#database.run('DELETE FROM ask WHERE key = ? AND session = ?', key, session);
  }

  /** How a step ended; undefined where it has not. */
  readOutcome(key: string): StepOutcome | undefined {
    const row = this.#database.get(
      `SELECT state, attempts, result, code, message FROM step WHERE key = ? AND state IN ('done', 'failed')`,
      key,
    );
    if (row === undefined) return undefined;
    const attempts = Number(row['attempts']);
    return row['state'] === 'done'
      ? { kind: 'done', result: JSON.parse(String(row['result'])) as Json, attempts }
      : { kind: 'failed', code: String(row['code']), message: String(row['message']), attempts };
  }

  /** Hands out the step that is wanted most: one near to what this worker did, then the more urgent, then the older. */
  take({ session, worker, kinds }: Taker): TakenStep | undefined {
    const now = Date.now();
    const marks = kinds.map(() => '?').join(', ');
    const find = (): SqlRow | undefined =>
      this.#database.get(
        `SELECT key, kind, name, input, near, urgency, tries, attempts, failures FROM step
         WHERE state = 'waiting' AND ready_ms <= ? AND kind IN (${marks})
           AND EXISTS (SELECT 1 FROM ask WHERE ask.key = step.key)
         ORDER BY EXISTS (SELECT 1 FROM step AS other WHERE other.key = step.near AND other.worker = ?) DESC,
           urgency DESC, rowid LIMIT 1`,
        ...[now, ...kinds, worker],
      );
    // Looking alone keeps no other process from writing.
    if (find() === undefined) return undefined;
    return this.#database.transact(() => {
      const row = find();
      if (row === undefined) return undefined;
      const taken = toTakenStep(row);
      this.#database.run(
        `UPDATE step SET state = 'running', attempts = ?, session = ?, worker = ?, changed_ms = ? WHERE key = ?`,
        ...[taken.attempt, session, worker, now, taken.step.key],
      );
      return taken;
    });
  }

  /** Keeps a result; false where another has taken the step since, so that this one does not count. */
  finish({ step, attempt }: TakenStep, result: Json): boolean {
    const changed = this.#database.run(
      `UPDATE step SET state = 'done', result = ?, session = NULL, changed_ms = ?
       WHERE key = ? AND attempts = ? AND state IN ('running', 'waiting')`,
      ...[JSON.stringify(result), Date.now(), step.key, attempt],
    );
    return changed > 0;
  }

  /** Keeps a failure: the step rests until `readyMs`, or has failed where that is undefined. False as with `finish`. */
  fail({ step, attempt, failures }: TakenStep, code: string, message: string, readyMs?: number): boolean {
    const changed = this.#database.run(
      `UPDATE step SET state = ?, failures = ?, code = ?, message = ?, ready_ms = ?, session = NULL, changed_ms = ?
       WHERE key = ? AND attempts = ? AND state IN ('running', 'waiting')`,
      ...[readyMs === undefined ? 'failed' : 'waiting', failures + 1, code, message],
      ...[Math.ceil(readyMs ?? 0), Date.now(), step.key, attempt],
    );
    return changed > 0;
  }

  /** Gives a step back that was not ended. */
  release({ step, attempt }: TakenStep): void {
    this.#database.run(
      `UPDATE step SET state = 'waiting', session = NULL WHERE key = ? AND attempts = ? AND state = 'running'`,
      ...[step.key, attempt],
    );
  }
}

function toTakenStep(row: SqlRow): TakenStep {
  const near = row['near'];
  return {
    step: {
      key: String(row['key']),
      kind: String(row['kind']),
      name: String(row['name']),
      input: JSON.parse(String(row['input'])) as Json,
      ...(near === null ? {} : { near: String(near) }),
      urgency: Number(row['urgency']),
      tries: Number(row['tries']),
    },
    attempt: Number(row['attempts']) + 1,
    failures: Number(row['failures']),
  };
}
