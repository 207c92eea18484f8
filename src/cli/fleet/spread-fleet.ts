// With a database the layers of a fleet are read by its workers; what they found is in the cache when the fleet is scanned here.
import type { FactsCache } from '../../contents/cache/facts-cache.ts';
import type { ReadingCount } from '../../contents/shared-reading.ts';
import { PlimsollError } from '../../errors.ts';
import type { CliIo } from '../cli-io.ts';
import type { Run } from '../inspect-image.ts';
import { chooseDatabase } from '../worker/choose-database.ts';
import type { FleetFlags } from './fleet-flags.ts';
import type { FleetTarget } from './list-targets.ts';

/** What the scan goes on with. */
export interface SpreadFleet {
  readonly cache: FactsCache | undefined;
  /** What workers read for this run. */
  readonly read: ReadingCount;
  readonly close: () => Promise<void>;
}

const NOTHING: ReadingCount = { scans: 0, layers: 0, storedBytes: 0, tarBytes: 0 };

/** Has the layers read where a database is named; without one nothing happens. */
export async function spreadFleet(
  targets: readonly FleetTarget[],
  flags: FleetFlags & { readonly database?: string; readonly verify?: boolean },
  { cache, secretRules, groups, status }: Run,
  io: CliIo,
): Promise<SpreadFleet> {
  const database = chooseDatabase(flags, io);
  if (database === undefined) return { cache, read: NOTHING, close: async () => {} };
  if (flags.verify === true && flags.database !== undefined)
    throw new PlimsollError('USAGE', '--verify reads every layer on this machine, --database on others', {
      hint: 'Leave one of them out.',
    });
  if (flags.verify === true) return { cache, read: NOTHING, close: async () => {} };
  const { openStore } = await import('../../fleet/durable/open-store.ts');
  const { openRunCache } = await import('../../fleet/scan/run-cache.ts');
  const { spreadLayers } = await import('../../fleet/scan/spread-layers.ts');
  const store = await openStore(database);
  const run = await openRunCache(cache);
  try {
    const read = await spreadLayers(targets, {
      store,
      cache: run.cache,
      readings: {
        packages: groups.includes('packages'),
        secretRules: groups.includes('secrets') ? secretRules : null,
      },
      insecure: flags.insecure === true,
      signal: io.signal,
      onNotice: (line) => status.notice(line),
      onStep: (done, total) => status.showStep(`workers have read ${done} of ${total} layers`),
    });
    return { cache: run.cache, read, close: run.close };
  } catch (error) {
    await run.close();
    throw error;
  } finally {
    await store.close();
  }
}

/** Both together. */
export function addReadings(a: ReadingCount, b: ReadingCount): ReadingCount {
  return {
    scans: a.scans + b.scans,
    layers: a.layers + b.layers,
    storedBytes: a.storedBytes + b.storedBytes,
    tarBytes: a.tarBytes + b.tarBytes,
  };
}
