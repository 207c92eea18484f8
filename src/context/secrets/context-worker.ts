// The worker thread that searches files of contexts for secrets: one batch after the other.
import { parentPort } from 'node:worker_threads';
import { loadRuleSet } from '../../secrets/load-rule-set.ts';
import type { SearchBatch } from './file-secrets.ts';
import { BatchSearch } from './search-files.ts';

/** What the main thread asks. */
export interface SearchRequest {
  readonly job: number;
  readonly batch: SearchBatch;
  readonly addedRules: string;
}

const port = parentPort!;
let search: BatchSearch | undefined;
let chain: Promise<void> = Promise.resolve();

// The rules are made ready while the main thread still walks.
void loadRuleSet('');

port.on('message', ({ job, batch, addedRules }: SearchRequest) => {
  chain = chain.then(async () => {
    try {
      search ??= new BatchSearch(await loadRuleSet(addedRules));
      port.postMessage({ job, readings: search.search(batch) });
    } catch (error) {
      port.postMessage({ job, failure: String((error as Error)?.stack ?? error) });
    }
  });
});
