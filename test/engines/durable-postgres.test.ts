// The store on PostgreSQL, by a real server: the same tests as the embedded one, and a server that goes and comes back.
import { createRequire } from 'node:module';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import type { PostgresPackages } from '../../src/fleet/durable/postgres/load-packages.ts';
import { openPostgresStore } from '../../src/fleet/durable/postgres/postgres-store.ts';
import { describeStore } from '../fleet/durable/store-conformance.ts';
import { type PostgresService, startPostgres } from './postgres-service.ts';

let service: PostgresService;
beforeAll(async () => {
  service = await startPostgres();
});
afterAll(() => service?.remove());

/** DBOS is one for a process; a copy of it stands for another process. */
function loadCopy(): PostgresPackages {
  const require = createRequire(import.meta.url);
  for (const path of Object.keys(require.cache)) if (path.includes('@dbos-inc')) delete require.cache[path];
  return { pg, dbos: require('@dbos-inc/dbos-sdk') as PostgresPackages['dbos'] };
}

describeStore('the store on PostgreSQL', {
  keepsNear: true,
  make: async (backOffMs) => {
    const url = await service.createDatabase();
    const options = { backOff: () => backOffMs, pollMs: 50, graceMs: 1000 };
    return {
      open: async () => openPostgresStore(url, { ...options, packages: loadCopy() }),
      countSteps: async () => {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        const { rows } = await client.query('SELECT count(*)::integer AS count FROM plimsoll.step');
        await client.end();
        return rows[0].count;
      },
      remove: async () => {},
    };
  },
});
