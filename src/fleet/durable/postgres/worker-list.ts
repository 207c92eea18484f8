// Which workers run, and what becomes of the steps of those that do not. Each holds an advisory lock by its connection: the server lets
// go of it when the process or its machine dies. What a dead one had is put back into DBOS's queue by DBOS's own means.
import type { DBOSClient } from '@dbos-inc/dbos-sdk';
import type { Client, Pool } from 'pg';
import { lockOf, ownQueue, sharedQueue, WORKER_LOCKS } from './queue-names.ts';

/** This worker. */
export interface WorkerMark {
  /** As DBOS names the process; another one after each start. */
  readonly executor: string;
  readonly name: string;
  readonly jobs: number;
  readonly kinds: readonly string[];
}

interface SilentWorker {
  readonly executor: string;
  readonly name: string;
  readonly kinds: readonly string[];
  readonly has_left: boolean;
}

/** The list as one worker sees it. */
export class WorkerList {
  readonly #client: DBOSClient;
  readonly #mark: WorkerMark;
  readonly #graceMs: number;
  /** Since when others were seen without their lock. */
  readonly #silentSince = new Map<string, number>();

  /** A worker without its lock for `graceMs` is dead: one that only lost its connection has made a new one by then. */
  constructor(client: DBOSClient, mark: WorkerMark, graceMs: number) {
    this.#client = client;
    this.#mark = mark;
    this.#graceMs = graceMs;
  }

  /** On each new connection: takes the lock and stands in the list. */
  async enter(connection: Client): Promise<void> {
    const { executor, name, jobs, kinds } = this.#mark;
    await connection.query('SELECT pg_advisory_lock($1, $2)', [WORKER_LOCKS, lockOf(executor)]);
    await connection.query(
      `INSERT INTO plimsoll.worker (executor, name, lock, jobs, under_way, has_left, kinds)
       VALUES ($1, $2, $3, $4, 0, false, $5) ON CONFLICT (executor) DO UPDATE SET has_left = false`,
      [executor, name, lockOf(executor), jobs, kinds],
    );
    this.#silentSince.clear();
  }

  /** Tells others how busy this one is. */
  async tellUnderWay(pool: Pool, underWay: number): Promise<void> {
    await pool.query('UPDATE plimsoll.worker SET under_way = $2 WHERE executor = $1', [
      this.#mark.executor,
      underWay,
    ]);
  }

  /** Says that this one has let go of all it had. */
  async leave(pool: Pool): Promise<void> {
    await pool.query('UPDATE plimsoll.worker SET has_left = true WHERE executor = $1', [this.#mark.executor]);
  }

  /** Puts back what the dead had. */
  async takeOver(connection: Client): Promise<void> {
    const { rows } = await connection.query<SilentWorker>(
      `SELECT executor, name, kinds, has_left FROM plimsoll.worker
       WHERE executor <> $1 AND NOT EXISTS (
         SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
           AND classid::bigint = $2 AND objid::bigint = (worker.lock::bigint & 4294967295))`,
      [this.#mark.executor, WORKER_LOCKS],
    );
    const now = Date.now();
    const silent = new Set(rows.map(({ executor }) => executor));
    for (const executor of this.#silentSince.keys())
      if (!silent.has(executor)) this.#silentSince.delete(executor);
    for (const worker of rows) {
      const since = this.#silentSince.get(worker.executor) ?? now;
      this.#silentSince.set(worker.executor, since);
      if (worker.has_left || now - since >= this.#graceMs) await this.#putBack(connection, worker);
    }
  }

  /** One of many does it: whoever gets the dead one's lock. */
  async #putBack(connection: Client, { executor, name, kinds }: SilentWorker): Promise<void> {
    const lock = [WORKER_LOCKS, lockOf(executor)];
    const { rows } = await connection.query('SELECT pg_try_advisory_lock($1, $2) AS taken', lock);
    if (rows[0].taken !== true) return;
    try {
      // From here on nobody puts steps into its own queue.
      await connection.query('UPDATE plimsoll.worker SET has_left = true WHERE executor = $1', [executor]);
      const begun = await this.#client.listWorkflows({
        executorId: executor,
        status: 'PENDING',
        loadInput: false,
        loadOutput: false,
      });
      const waiting = await this.#listWaiting(connection, name, kinds, executor);
      // Its own queue has no taker any more; the kind stands in the queue's name.
      for (const { workflowID, queueName } of [...begun, ...waiting])
        await this.#client.resumeWorkflow(workflowID, { queueName: sharedOf(queueName!) });
      await connection.query('DELETE FROM plimsoll.worker WHERE executor = $1', [executor]);
      this.#silentSince.delete(executor);
    } finally {
      await connection.query('SELECT pg_advisory_unlock($1, $2)', lock);
    }
  }

  /** What waits in the queues of a name that nobody bears any more. */
  async #listWaiting(
    connection: Client,
    name: string,
    kinds: readonly string[],
    executor: string,
  ): Promise<readonly { readonly workflowID: string; readonly queueName?: string }[]> {
    const others = await connection.query(
      'SELECT 1 FROM plimsoll.worker WHERE name = $1 AND executor <> $2 AND NOT has_left',
      [name, executor],
    );
    if (others.rows.length > 0) return [];
    return this.#client.listWorkflows({
      queueName: kinds.map((kind) => ownQueue(kind, name)),
      status: ['ENQUEUED', 'DELAYED'],
      loadInput: false,
      loadOutput: false,
    });
  }
}

function sharedOf(queue: string): string {
  const kind = queue.slice(queue.indexOf('/') + 1).split('@')[0]!;
  return sharedQueue(kind);
}
