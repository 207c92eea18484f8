// From what a user names as the database to the store: a URL of PostgreSQL, or a file.
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import type { DurableStore } from './durable-store.ts';

/** Opens the store that `database` names; the embedded one in its usual place where nothing is named. */
export async function openStore(database: string | undefined): Promise<DurableStore> {
  if (database !== undefined && isDatabaseUrl(database)) {
    const { openPostgresStore } = await import('./postgres/postgres-store.ts');
    return openPostgresStore(database);
  }
  if (database !== undefined && /^[a-z][a-z0-9+]*:\/\//i.test(database))
    throw new PlimsollError('USAGE', 'only PostgreSQL can be named by a URL', {
      subject: database.split(':')[0]!,
      hint: 'Write postgres://USER@HOST/NAME, or the path of a file.',
    });
  const { openSqliteStore } = await import('./sqlite/sqlite-store.ts');
  return openSqliteStore(database ?? defaultDatabasePath());
}

/** Whether it names PostgreSQL, not a file. */
export function isDatabaseUrl(database: string): boolean {
  return /^postgres(ql)?:\/\//i.test(database);
}

/** `$XDG_STATE_HOME/plimsoll/durable.db`, by the XDG base directory specification. */
export function defaultDatabasePath(env: NodeJS.ProcessEnv = process.env): string {
  const state = env['XDG_STATE_HOME'];
  const base = state !== undefined && isAbsolute(state) ? state : join(homedir(), '.local', 'state');
  return join(base, 'plimsoll', 'durable.db');
}
