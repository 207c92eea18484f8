// Reads the images of a fleet: several side by side, and each layer by one of them alone.
import type { FactsCache } from '../../contents/cache/facts-cache.ts';
import { type ReadingCount, SharedReading } from '../../contents/shared-reading.ts';
import { throwIfAborted } from '../../oci/layout/check-abort.ts';
import { mapInOrder } from './map-in-order.ts';
import { openRunCache } from './run-cache.ts';

/** What images of one run share. */
export interface ScanRun {
  readonly cache: FactsCache;
  readonly shared: SharedReading;
}

/** How a fleet is read. */
export interface ScanOptions<Target, Result> {
  /** Opens an image and makes of it what is wanted; images that can be read should be, so that others wait for nothing. */
  readonly scan: (target: Target, run: ScanRun) => Promise<Result>;
  /** Takes a result; called in the order of the targets, one after the other. */
  readonly take: (result: Result) => void | Promise<void>;
  /** Told of an image that could not be read or taken; the others go on. */
  readonly onFailure: (target: Target, error: unknown) => Promise<void>;
  readonly cache: FactsCache | undefined;
  /** Threads that read; the number of processors where it is not given, 0 for none. */
  readonly workers: number | undefined;
  readonly signal: AbortSignal;
}

/** More of them hold more facts in memory, and the threads are busy with these. */
const IMAGES_SIDE_BY_SIDE = 4;

/** Scans all images of a fleet, and resolves to what was read for that. */
export async function scanFleet<Target, Result>(
  targets: readonly Target[],
  options: ScanOptions<Target, Result>,
): Promise<ReadingCount> {
  const { scan, take, onFailure, workers, signal } = options;
  const { cache, close } = await openRunCache(options.cache);
  const shared = new SharedReading(signal, workers);
  const attempt = async (target: Target) => {
    throwIfAborted(signal);
    return scan(target, { cache, shared }).then(
      (result) => ({ target, result }) as const,
      (error: unknown) => ({ target, error }) as const,
    );
  };
  try {
    for await (const outcome of mapInOrder(targets, workers === 0 ? 1 : IMAGES_SIDE_BY_SIDE, attempt)) {
      throwIfAborted(signal);
      if ('error' in outcome) {
        await onFailure(outcome.target, outcome.error);
        continue;
      }
      try {
        await take(outcome.result);
      } catch (error) {
        throwIfAborted(signal);
        await onFailure(outcome.target, error);
      }
    }
    return shared.count;
  } finally {
    await shared.close();
    await close();
  }
}
