// The tables in PostgreSQL: those of DBOS, which it makes itself, and ours beside them for results, documents and facts.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { PlimsollError } from '../../../errors.ts';
import { describeDbos } from './describe-dbos.ts';
import type { PostgresPackages } from './load-packages.ts';

const VERSION = 1;
const WAIT_MS = 100;
/** Taken while tables are made, so that of many processes that start together one makes them. */
const LOCK = [0x706c696d, 1] as const;

const TABLES = `
CREATE SCHEMA IF NOT EXISTS plimsoll;
CREATE TABLE IF NOT EXISTS plimsoll.version (version integer NOT NULL);
CREATE TABLE IF NOT EXISTS plimsoll.step (
  key text PRIMARY KEY, step text NOT NULL, run text NOT NULL, try integer NOT NULL, state text NOT NULL,
  attempts integer NOT NULL, failures integer NOT NULL, worker text, result text, code text, message text,
  changed timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS plimsoll.worker (
  executor text PRIMARY KEY, name text NOT NULL, lock integer NOT NULL, jobs integer NOT NULL,
  under_way integer NOT NULL, has_left boolean NOT NULL, kinds text[] NOT NULL, started timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS plimsoll.document (name text PRIMARY KEY, value text NOT NULL, version integer NOT NULL);
CREATE TABLE IF NOT EXISTS plimsoll.block (
  name text PRIMARY KEY, bytes bytea NOT NULL, used timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS block_used ON plimsoll.block (used);
`;

/** Makes what is not there; throws where a newer program made it. */
export async function prepareSchema(pool: Pool, url: string, packages: PostgresPackages): Promise<void> {
  while (!(await isPrepared(pool))) if (!(await makeTables(pool, url, packages))) await sleep(WAIT_MS);
}

/** False where another process is at it. */
async function makeTables(pool: Pool, url: string, { dbos }: PostgresPackages): Promise<boolean> {
  const client = await pool.connect();
  try {
    // Whoever waited inside the server would hold up DBOS, which makes indexes beside running statements.
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1, $2) AS taken', [...LOCK]);
    if (rows[0].taken !== true) return false;
    try {
      await makeDbosTables(url, pool, dbos.DBOS);
      await client.query(`BEGIN; ${TABLES} INSERT INTO plimsoll.version VALUES (${VERSION}); COMMIT`);
      return true;
    } finally {
      await client.query('SELECT pg_advisory_unlock($1, $2)', [...LOCK]);
    }
  } finally {
    client.release();
  }
}

/** A launch makes them, and says nothing of it where its words go nowhere. */
async function makeDbosTables(
  url: string,
  pool: Pool,
  DBOS: PostgresPackages['dbos']['DBOS'],
): Promise<void> {
  if (DBOS.isInitialized()) return;
  DBOS.setConfig({ ...describeDbos(url, pool), runMigrations: true, listenQueues: [] });
  await DBOS.launch();
  await DBOS.shutdown();
}

async function isPrepared(client: Pick<Pool, 'query'>): Promise<boolean> {
  const { rows } = await client.query(`SELECT to_regclass('plimsoll.version') AS name`);
  if (rows[0]?.name === null) return false;
  const found = await client.query<{ version: number }>('SELECT version FROM plimsoll.version');
  const version = found.rows[0]?.version;
  if (version !== undefined && version !== VERSION)
    throw new PlimsollError('DATABASE_INVALID', `it is of version ${version}, this program's is ${VERSION}`, {
      hint: 'Use the same version of plimsoll on all machines, and a new database after a change of version.',
    });
  return version !== undefined;
}
