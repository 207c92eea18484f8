// What performers are given of the worker that they belong to.
import type { FactsCache } from '../../contents/cache/facts-cache.ts';
import type { DurableStore } from '../../fleet/durable/durable-store.ts';
import type { CliIo } from '../cli-io.ts';
import type { WorkerFlags } from './worker-flags.ts';

/** The worker. */
export interface WorkerRun {
  readonly store: DurableStore;
  /** Undefined where nothing is to be kept. */
  readonly cache: FactsCache | undefined;
  readonly flags: WorkerFlags;
  readonly io: CliIo;
  readonly onNotice: (line: string) => void;
  /** Done when the worker ends. */
  readonly atEnd: (close: () => Promise<void>) => void;
}
