import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../src/fleet/durable/sqlite/sqlite-store.ts';
import { describeStore } from './store-conformance.ts';

describeStore('the embedded store', {
  make: async (backOffMs) => {
    const folder = await mkdtemp(join(tmpdir(), 'plimsoll-durable-'));
    const path = join(folder, 'state', 'durable.db');
    return {
      open: () => openSqliteStore(path, { backOff: () => backOffMs, pollMs: 20 }),
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  },
});
