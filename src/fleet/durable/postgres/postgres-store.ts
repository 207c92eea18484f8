// The store for more than one machine: steps wait in the queues of DBOS on PostgreSQL and are taken by any number of workers.
import { randomUUID } from 'node:crypto';
import type { DBOSClient } from '@dbos-inc/dbos-sdk';
import type { Pool } from 'pg';
import { type BackOff, backOff } from '../back-off.ts';
import type {
  DurableStep,
  DurableStore,
  Json,
  StepOutcome,
  StepPerformer,
  WorkOptions,
} from '../durable-store.ts';
import { runDbosWorker } from './dbos-worker.ts';
import { SILENT_LOGGER } from './describe-dbos.ts';
import { KeptConnection } from './kept-connection.ts';
import { loadPostgresPackages, type PostgresPackages } from './load-packages.ts';
import { OutcomeWatch } from './outcome-watch.ts';
import { prepareSchema } from './prepare-schema.ts';
import { APPLICATION } from './queue-names.ts';
import { CHANNEL, StepTable } from './step-table.ts';
import { withPatience } from './with-patience.ts';

/** How the store is set up; what is left out is as it should be. */
export interface PostgresOptions {
  readonly backOff?: BackOff;
  /** How often a worker looks for steps. */
  readonly pollMs?: number;
  /** How long a worker may be without a connection before it counts as dead. */
  readonly graceMs?: number;
  /** How long a database that does not answer is waited for, once it has answered. */
  readonly patienceMs?: number;
  /** How long one that has not answered yet is waited for. */
  readonly openingMs?: number;
  readonly packages?: PostgresPackages;
}

const POLL_MS = 200;
const GRACE_MS = 5000;
const PATIENCE_MS = 15 * 60_000;
const OPENING_MS = 10_000;
const NO_SIGNAL = new AbortController().signal;

/** Connects, and makes the tables where there are none. */
export async function openPostgresStore(url: string, options: PostgresOptions = {}): Promise<DurableStore> {
  const packages = options.packages ?? (await loadPostgresPackages());
  const { pg, dbos } = packages;
  const pool = new pg.Pool({
    connectionString: url,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    application_name: APPLICATION,
    idle_in_transaction_session_timeout: 60_000,
  });
  pool.on('error', () => {});
  // A connection that is lost while nothing is asked of it would end the process, whoever has borrowed it.
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await withPatience(() => prepareSchema(pool, url, packages), {
      patienceMs: options.openingMs ?? OPENING_MS,
      signal: NO_SIGNAL,
    });
    const client = await dbos.DBOSClient.create({
      systemDatabaseUrl: url,
      systemDatabasePool: pool,
      applicationName: APPLICATION,
      logger: SILENT_LOGGER,
    });
    return new PostgresStore({ url, packages, pool, client }, options);
  } catch (error) {
    await pool.end().catch(() => {});
    throw error;
  }
}

interface Opened {
  readonly url: string;
  readonly packages: PostgresPackages;
  readonly pool: Pool;
  readonly client: DBOSClient;
}

class PostgresStore implements DurableStore {
  readonly kind = 'postgres';
  readonly #opened: Opened;
  readonly #options: PostgresOptions;
  readonly #table: StepTable;
  readonly #watch: OutcomeWatch;
  readonly #closing = new AbortController();
  #listening: KeptConnection | undefined;

  constructor(opened: Opened, options: PostgresOptions) {
    this.#opened = opened;
    this.#options = options;
    this.#table = new StepTable(opened.pool, opened.client);
    this.#watch = new OutcomeWatch((keys) => this.#table.readOutcomes(keys));
  }

  async runOnce(runId: string, step: DurableStep, signal: AbortSignal): Promise<StepOutcome> {
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    this.#listening ??= new KeptConnection({
      url: this.#opened.url,
      pg: this.#opened.packages.pg,
      setUp: async (client) => {
        await client.query(`LISTEN ${CHANNEL}`);
        this.#watch.look();
      },
      onNotification: (key) => this.#watch.look(key),
    });
    const known = await this.#withPatience(() => this.#table.ask(runId, step), stop);
    return known ?? this.#watch.wait(step.key, stop, this.#options.patienceMs ?? PATIENCE_MS);
  }

  async work(perform: StepPerformer, options: WorkOptions): Promise<void> {
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    const { pollMs = POLL_MS, graceMs = GRACE_MS } = this.#options;
    await runDbosWorker(perform, { ...options, signal }, `${options.name} ${randomUUID()}`, {
      ...this.#opened,
      table: this.#table,
      backOff: this.#options.backOff ?? backOff,
      pollMs,
      graceMs,
    });
  }

  async findResult(key: string): Promise<Json | undefined> {
    const found = await this.#withPatience(() => this.#table.readOutcomes([key]));
    const outcome = found.get(key);
    return outcome?.kind === 'done' ? outcome.result : undefined;
  }

  async readDocument(name: string): Promise<{ readonly value: Json; readonly version: number } | undefined> {
    const { rows } = await this.#withPatience(() =>
      this.#opened.pool.query<{ value: string; version: number }>(
        'SELECT value, version FROM plimsoll.document WHERE name = $1',
        [name],
      ),
    );
    const row = rows[0];
    return row === undefined ? undefined : { value: JSON.parse(row.value) as Json, version: row.version };
  }

  async writeDocument(name: string, value: Json, version: number): Promise<boolean> {
    const text = JSON.stringify(value);
    const write = (): Promise<boolean> =>
      this.#opened.pool
        .query(
          version === 0
            ? 'INSERT INTO plimsoll.document VALUES ($1, $2, 1) ON CONFLICT (name) DO NOTHING'
            : 'UPDATE plimsoll.document SET value = $2, version = version + 1 WHERE name = $1 AND version = $3',
          version === 0 ? [name, text] : [name, text, version],
        )
        .then(({ rowCount }) => rowCount === 1);
    return this.#withPatience(async (isAgain) => {
      if (await write()) return true;
      // Where the answer to the first call was lost, that call may have written it.
      const read = isAgain ? await this.readDocument(name) : undefined;
      return read?.version === version + 1 && JSON.stringify(read.value) === text;
    });
  }

  async readBlock(name: string): Promise<Uint8Array | undefined> {
    const { rows } = await this.#withPatience(() =>
      this.#opened.pool.query<{ bytes: Buffer }>(
        'UPDATE plimsoll.block SET used = now() WHERE name = $1 RETURNING bytes',
        [name],
      ),
    );
    const bytes = rows[0]?.bytes;
    return bytes === undefined ? undefined : new Uint8Array(bytes);
  }

  async writeBlock(name: string, bytes: Uint8Array): Promise<void> {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    await this.#withPatience(() =>
      this.#opened.pool.query(
        `INSERT INTO plimsoll.block VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes, used = now()`,
        [name, buffer],
      ),
    );
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#watch.close();
    await this.#listening?.close();
    await this.#opened.client.destroy();
    await this.#opened.pool.end();
  }

  #withPatience<Result>(
    work: (isAgain: boolean) => Promise<Result>,
    signal = this.#closing.signal,
  ): Promise<Result> {
    return withPatience(work, { patienceMs: this.#options.patienceMs ?? PATIENCE_MS, signal });
  }
}
