// SQLite through whichever driver is there: Node's own where it needs no flag (22.13 and later), else the package libsql, which
// installs without compiling. Only these calls are used, and both drivers do them the same way.
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { PlimsollError } from '../../../errors.ts';

/** What is bound to a `?`. */
export type SqlValue = string | number | null | Uint8Array;

/** One row by column. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** What both drivers have in common. */
interface Driver {
  exec(sql: string): unknown;
  prepare(sql: string): {
    run(...values: SqlValue[]): { readonly changes: number | bigint };
    all(...values: SqlValue[]): unknown[];
  };
  close(): unknown;
}

type OpenDriver = (path: string) => Driver;

/** How long a call waits while another process writes. */
const BUSY_MS = 30_000;

/** An open file; all calls are synchronous and throw PlimsollError. */
export class SqliteDatabase {
  readonly #path: string;
  readonly #driver: Driver;
  readonly #statements = new Map<string, ReturnType<Driver['prepare']>>();

  private constructor(path: string, driver: Driver) {
    this.#path = path;
    this.#driver = driver;
  }

  /** Opens or makes the file, readable by its owner alone; `open` is the driver, which is found where it is left out. */
  static async open(path: string, open?: OpenDriver): Promise<SqliteDatabase> {
    const openDriver = open ?? (await findDriver());
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const database = new SqliteDatabase(path, openDriver(path));
      chmodSync(path, 0o600);
      database.execute(`PRAGMA busy_timeout = ${BUSY_MS}`);
      // A file of one process after the other: of a machine that loses its power some steps are done again.
      database.execute('PRAGMA journal_mode = WAL');
      database.execute('PRAGMA synchronous = NORMAL');
      return database;
    } catch (error) {
      throw toPlimsollError(error, path);
    }
  }

  /** Statements without values, several with semicolons between them. */
  execute(sql: string): void {
    this.#guard(() => this.#driver.exec(sql));
  }

  /** Runs one statement and tells how many rows it changed. */
  run(sql: string, ...values: SqlValue[]): number {
    return this.#guard(() => Number(this.#prepare(sql).run(...values).changes));
  }

  all(sql: string, ...values: SqlValue[]): readonly SqlRow[] {
    return this.#guard(() => this.#prepare(sql).all(...values) as SqlRow[]);
  }

  get(sql: string, ...values: SqlValue[]): SqlRow | undefined {
    return this.all(sql, ...values)[0];
  }

  /** All that `work` does, or nothing of it; no other process writes meanwhile. */
  transact<Result>(work: () => Result): Result {
    this.execute('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.execute('COMMIT');
      return result;
    } catch (error) {
      try {
        this.#driver.exec('ROLLBACK');
      } catch {
        // SQLite has rolled back by itself.
      }
      throw error;
    }
  }

  close(): void {
    this.#guard(() => this.#driver.close());
  }

  #prepare(sql: string): ReturnType<Driver['prepare']> {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#driver.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #guard<Result>(call: () => Result): Result {
    try {
      return call();
    } catch (error) {
      throw toPlimsollError(error, this.#path);
    }
  }
}

/** The drivers that are there, the better first. */
export async function findDriver(): Promise<OpenDriver> {
  const found = openWithNode() ?? (await openWithLibsql());
  if (found !== undefined) return found;
  throw new PlimsollError('PACKAGE_MISSING', `Node ${process.versions.node} has no SQLite without a flag`, {
    subject: 'libsql',
    hint: "Install the package beside plimsoll ('npm install libsql'), or use Node 22.13 or later.",
  });
}

/** Node's own; undefined where it has none. */
export function openWithNode(): OpenDriver | undefined {
  const sqlite = withoutWarning(
    () =>
      process.getBuiltinModule?.('node:sqlite') as
        | { readonly DatabaseSync: new (path: string) => Driver }
        | undefined,
  );
  return sqlite === undefined ? undefined : (path) => new sqlite.DatabaseSync(path);
}

/** The package's; undefined where it is not installed. */
export async function openWithLibsql(): Promise<OpenDriver | undefined> {
  try {
    const { default: Database } = await import('libsql');
    return (path) => new Database(path) as unknown as Driver;
  } catch {
    return undefined;
  }
}

/** Node warns at the first use that its module is young; what is used of it has not changed since. */
function withoutWarning<Result>(work: () => Result): Result {
  const emitWarning = process.emitWarning;
  process.emitWarning = (() => {}) as typeof process.emitWarning;
  try {
    return work();
  } finally {
    process.emitWarning = emitWarning;
  }
}

function toPlimsollError(error: unknown, path: string): unknown {
  if (error instanceof PlimsollError) return error;
  const { message } = error as Error;
  const isDamaged = /malformed|not a database|disk image|file is encrypted/i.test(message);
  return new PlimsollError(
    isDamaged ? 'DATABASE_INVALID' : 'DATABASE_UNREACHABLE',
    `SQLite says: ${message}`,
    {
      subject: path,
      ...(isDamaged
        ? { hint: 'Move the file away: what it remembers is made again. Generations are in the registry.' }
        : {}),
      cause: error,
    },
  );
}
