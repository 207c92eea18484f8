// What DBOS is told by every process of ours.
import type { DBOSConfig } from '@dbos-inc/dbos-sdk';
import type { Pool } from 'pg';
import { APPLICATION, APPLICATION_VERSION } from './queue-names.ts';

/** Takes the words of DBOS, which are for those who write with it; errors come to us as errors. */
export const SILENT_LOGGER: NonNullable<DBOSConfig['logger']> = {
  info() {},
  debug() {},
  warn() {},
  error() {},
};

/** The same application and version everywhere, so that any worker may take over from any other. */
export function describeDbos(url: string, pool: Pool): DBOSConfig {
  return {
    name: APPLICATION,
    applicationVersion: APPLICATION_VERSION,
    systemDatabaseUrl: url,
    systemDatabasePool: pool,
    useListenNotify: false,
    runMigrations: false,
    logger: SILENT_LOGGER,
  };
}
