import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteDatabase } from '../../../src/fleet/durable/sqlite/sqlite-database.ts';
import { openSqliteStore } from '../../../src/fleet/durable/sqlite/sqlite-store.ts';
import { describeStore } from './store-conformance.ts';

describeStore('the embedded store', {
  // All workers of one machine have the same layers at hand.
  keepsNear: false,
  make: async (backOffMs) => {
    const folder = await mkdtemp(join(tmpdir(), 'plimsoll-durable-'));
    const path = join(folder, 'state', 'durable.db');
    return {
      open: () => openSqliteStore(path, { backOff: () => backOffMs, pollMs: 20 }),
      countSteps: async () => {
        const database = await SqliteDatabase.open(path);
        const count = Number(database.get('SELECT count(*) AS count FROM step')!['count']);
        database.close();
        return count;
      },
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  },
});
