// Layers of a fleet are handed from image to image through the cache. Where none is to be kept, a temporary one does that.
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FactsCache } from '../../contents/cache/facts-cache.ts';
import { PlimsollError } from '../../errors.ts';

/** The cache of one run. */
export interface RunCache {
  readonly cache: FactsCache;
  /** Cleans the cache up, or takes the temporary one away. */
  close(): Promise<void>;
}

/** The user's cache, which is not cleaned before the run is over, or a temporary one. */
export async function openRunCache(cache: FactsCache | undefined): Promise<RunCache> {
  if (cache?.folder === undefined) return makeTemporaryCache();
  const clean = cache.deferCleaning();
  return { cache, close: async () => clean() };
}

async function makeTemporaryCache(): Promise<RunCache> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-fleet-')).catch((cause: unknown) => {
    throw new PlimsollError('DESTINATION_UNWRITABLE', 'no temporary folder can be made', {
      subject: tmpdir(),
      hint: 'Set TMPDIR to a folder that can be written to.',
      cause,
    });
  });
  const removeAtExit = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeAtExit);
  const cache = new FactsCache({ folder });
  cache.deferCleaning();
  return {
    cache,
    close: async () => {
      process.removeListener('exit', removeAtExit);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
