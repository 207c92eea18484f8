// The packages that only a database needs: pg and DBOS Transact. They are loaded when a database URL is given, and not before.
import { PlimsollError } from '../../../errors.ts';

/** The packages, as they are once they are loaded. */
export interface PostgresPackages {
  readonly pg: typeof import('pg').default;
  readonly dbos: Pick<typeof import('@dbos-inc/dbos-sdk'), 'DBOS' | 'DBOSClient'>;
}

/** Loads both, or says which one is missing. */
export async function loadPostgresPackages(): Promise<PostgresPackages> {
  const missing = (name: string) => (cause: unknown) => {
    throw new PlimsollError('PACKAGE_MISSING', 'a database needs it, and it is not installed', {
      subject: name,
      hint: "Install both beside plimsoll: 'npm install pg @dbos-inc/dbos-sdk'.",
      cause,
    });
  };
  const { default: pg } = await import('pg').catch(missing('pg'));
  const dbos = await import('@dbos-inc/dbos-sdk').catch(missing('@dbos-inc/dbos-sdk'));
  return { pg, dbos };
}
