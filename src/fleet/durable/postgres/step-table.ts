// Steps and their results in PostgreSQL. Every change of a step and the workflow that it calls for are one transaction.
import type { DBOSClient } from '@dbos-inc/dbos-sdk';
import type { Pool, PoolClient } from 'pg';
import type { DurableStep, Json, StepOutcome } from '../durable-store.ts';
import {
  APPLICATION_VERSION,
  ownQueue,
  priorityOf,
  sharedQueue,
  WORKFLOW,
  workflowId,
} from './queue-names.ts';

/** Told after each change of a step, with its key. */
export const CHANNEL = 'plimsoll_step';

/** A step that a worker begins. */
export interface BegunStep {
  readonly step: DurableStep;
  readonly tryNumber: number;
  readonly attempt: number;
  /** Tries of this run that failed so far. */
  readonly failures: number;
}

interface StepRow {
  readonly key: string;
  readonly step: string;
  readonly run: string;
  readonly try: number;
  readonly state: 'waiting' | 'done' | 'failed';
  readonly attempts: number;
  readonly failures: number;
  readonly result: string | null;
  readonly code: string | null;
  readonly message: string | null;
}

/** The table. It throws what the driver throws. */
export class StepTable {
  readonly #pool: Pool;
  readonly #client: DBOSClient;

  constructor(pool: Pool, client: DBOSClient) {
    this.#pool = pool;
    this.#client = client;
  }

  /** Has a step done that is not under way; its outcome where it has ended already. */
  ask(runId: string, step: DurableStep): Promise<StepOutcome | undefined> {
    return this.#transact(async (client) => {
      const { key } = step;
      const inserted = await client.query(
        `INSERT INTO plimsoll.step (key, step, run, try, state, attempts, failures)
         VALUES ($1, $2, $3, 1, 'waiting', 0, 0) ON CONFLICT (key) DO NOTHING`,
        [key, JSON.stringify(step), runId],
      );
      if (inserted.rowCount === 1) {
        await this.#enqueue(client, step, 1, 0);
        return undefined;
      }
      const { rows } = await client.query<StepRow>('SELECT * FROM plimsoll.step WHERE key = $1 FOR UPDATE', [
        key,
      ]);
      const row = rows[0]!;
      if (row.state !== 'failed' || row.run === runId) return toOutcome(row);
      await client.query(
        `UPDATE plimsoll.step SET step = $2, run = $3, try = try + 1, state = 'waiting', failures = 0, code = NULL,
           message = NULL, changed = now() WHERE key = $1`,
        [key, JSON.stringify(step), runId],
      );
      await this.#enqueue(client, step, row.try + 1, 0);
      return undefined;
    });
  }

  /** Those of the steps that have ended. */
  async readOutcomes(keys: readonly string[]): Promise<ReadonlyMap<string, StepOutcome>> {
    const { rows } = await this.#pool.query<StepRow>(
      `SELECT * FROM plimsoll.step WHERE key = ANY ($1) AND state <> 'waiting'`,
      [keys],
    );
    return new Map(rows.map((row) => [row.key, toOutcome(row)!]));
  }

  /** A worker begins a try; undefined where the step has ended or gone on to another one. */
  async begin(key: string, tryNumber: number, worker: string): Promise<BegunStep | undefined> {
    const { rows } = await this.#pool.query<StepRow>(
      `UPDATE plimsoll.step SET attempts = attempts + 1, worker = $3, changed = now()
       WHERE key = $1 AND try = $2 AND state = 'waiting' RETURNING *`,
      [key, tryNumber, worker],
    );
    const row = rows[0];
    if (row === undefined) return undefined;
    const { step, attempts, failures } = row;
    return { step: JSON.parse(step) as DurableStep, tryNumber, attempt: attempts, failures };
  }

  /** Keeps a result; false where the step has ended by another. */
  finish({ step, tryNumber }: BegunStep, worker: string, result: Json): Promise<boolean> {
    return this.#transact(async (client) => {
      const { rowCount } = await client.query(
        `UPDATE plimsoll.step SET state = 'done', result = $3, worker = $4, changed = now()
         WHERE key = $1 AND try = $2 AND state = 'waiting'`,
        [step.key, tryNumber, JSON.stringify(result), worker],
      );
      await client.query('SELECT pg_notify($1, $2)', [CHANNEL, step.key]);
      return rowCount === 1;
    });
  }

  /** Keeps a failure; the next try comes after `restMs`, or there is none where that is undefined. */
  fail(begun: BegunStep, code: string, message: string, restMs: number | undefined): Promise<boolean> {
    const { step, tryNumber } = begun;
    const isLast = restMs === undefined;
    return this.#transact(async (client) => {
      const { rowCount } = await client.query(
        `UPDATE plimsoll.step SET state = $3, failures = failures + 1, try = try + $4, code = $5, message = $6,
           changed = now() WHERE key = $1 AND try = $2 AND state = 'waiting'`,
        [
          step.key,
          tryNumber,
          isLast ? 'failed' : 'waiting',
          isLast ? 0 : 1,
          code,
          message.replaceAll('\0', ''),
        ],
      );
      if (rowCount === 1 && !isLast) await this.#enqueue(client, step, tryNumber + 1, restMs);
      await client.query('SELECT pg_notify($1, $2)', [CHANNEL, step.key]);
      return rowCount === 1;
    });
  }

  async #enqueue(client: PoolClient, step: DurableStep, tryNumber: number, restMs: number): Promise<void> {
    const options = {
      queueName: await chooseQueue(client, step),
      workflowName: WORKFLOW,
      workflowID: workflowId(step.key, tryNumber),
      appVersion: APPLICATION_VERSION,
      priority: priorityOf(step),
      ...(restMs > 0 ? { delaySeconds: restMs / 1000 } : {}),
    };
    await this.#client.enqueueInTransaction(client, options, step.key, tryNumber);
  }

  async #transact<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    let failure: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      failure = error as Error;
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    } finally {
      client.release(failure);
    }
  }
}

/**
 * The queue of the worker that did what the step is near to, where it runs and has a job free; else that of all. The worker's row
 * is held until the step is there: whoever puts back what a dead worker had marks the row first, and then sees this one too.
 */
async function chooseQueue(client: PoolClient, { kind, near }: DurableStep): Promise<string> {
  if (near === undefined) return sharedQueue(kind);
  const { rows } = await client.query<{ name: string }>(
    `SELECT worker.name FROM plimsoll.worker JOIN plimsoll.step ON step.worker = worker.name
     WHERE step.key = $1 AND NOT worker.has_left AND worker.under_way < worker.jobs AND $2 = ANY (worker.kinds)
     LIMIT 1 FOR SHARE OF worker`,
    [near, kind],
  );
  const name = rows[0]?.name;
  return name === undefined ? sharedQueue(kind) : ownQueue(kind, name);
}

function toOutcome({ state, attempts, result, code, message }: StepRow): StepOutcome | undefined {
  if (state === 'waiting') return undefined;
  return state === 'done'
    ? { kind: 'done', result: JSON.parse(result!) as Json, attempts }
    : { kind: 'failed', code: code!, message: message!, attempts };
}
