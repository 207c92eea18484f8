// Catalogues that were parsed once are kept with the layers' facts, under the digests of what they were parsed from.
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { readCatalogue, writeCatalogue } from '../../catalogue/compact-format.ts';
import { INDEX_LIMIT_BYTES } from '../../catalogue/read-index.ts';
import type { FactsCache } from '../../contents/cache/facts-cache.ts';

/** What was kept under a key; undefined where there is nothing, or nothing that can be read. */
export function recallCatalogue(key: string, cache: FactsCache | undefined): Catalogue | undefined {
  const block = cache?.readBlock(key);
  if (block === undefined) return undefined;
  try {
    return readCatalogue(gunzipSync(block, { maxOutputLength: INDEX_LIMIT_BYTES }), key);
  } catch {
    return undefined;
  }
}

/** Keeps a catalogue under a key. */
export function keepCatalogue(key: string, catalogue: Catalogue, cache: FactsCache | undefined): void {
  cache?.writeBlock(key, gzipSync(writeCatalogue(catalogue), { level: 1 }));
}
