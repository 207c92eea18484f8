// Threads that search files for secrets side by side. Batches are handed out as they come, also in the middle of a walk: the
// threads work while the main one is busy.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { PlimsollError } from '../../errors.ts';
import { loadRuleSet } from '../../secrets/load-rule-set.ts';
import type { SearchRequest } from './context-worker.ts';
import type { BatchReadings, SearchBatch } from './file-secrets.ts';
import { BatchSearch } from './search-files.ts';

const WORKERS_LIMIT = 8;

type Reply = { readonly job: number; readonly readings?: BatchReadings; readonly failure?: string };

interface Waiting {
  readonly resolve: (readings: BatchReadings) => void;
  readonly reject: (error: PlimsollError) => void;
}

/** Searches batches in threads of its own, or in the calling one. */
export class SearchPool {
  readonly #addedRules: string;
  readonly #limit: number;
  readonly #workers: Worker[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #jobs = 0;
  #here: BatchSearch | undefined;

  /** `addedRules` as `loadRuleSet` takes it; `workers`: threads at most, 0 for none. */
  constructor(addedRules: string, workers: number = availableParallelism()) {
    this.#addedRules = addedRules;
    this.#limit = Math.min(Math.max(0, Math.ceil(workers)), WORKERS_LIMIT);
  }

  /** How many batches can be searched at once. */
  get threads(): number {
    return this.#limit;
  }

  /** Searches a batch in a thread. */
  searchAside(batch: SearchBatch): Promise<BatchReadings> {
    if (this.#limit === 0) return this.searchHere(batch, new AbortController().signal);
    if (this.#workers.length < this.#limit) this.#start();
    const job = ++this.#jobs;
    const worker = this.#workers[job % this.#workers.length]!;
    return new Promise((resolve, reject) => {
      this.#waiting.set(job, { resolve, reject });
      worker.postMessage({ job, batch, addedRules: this.#addedRules } satisfies SearchRequest);
    });
  }

  /** Searches a batch in the calling thread: for few files, a thread takes longer to start than the work takes. */
  async searchHere(batch: SearchBatch, signal: AbortSignal): Promise<BatchReadings> {
    this.#here ??= new BatchSearch(await loadRuleSet(this.#addedRules));
    const readings = this.#here.search(batch, () => signal.aborted);
    signal.throwIfAborted();
    return readings;
  }

  /** Ends the threads, also in the middle of their work. */
  async close(): Promise<void> {
    this.#fail('ABORTED', 'the run was stopped');
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }

  #start(): void {
    // Options of the process are for its own program, not for this one.
    const worker = new Worker(new URL('./context-worker.js', import.meta.url), { execArgv: [] });
    worker.on('message', ({ job, readings, failure }: Reply) => {
      const waiting = this.#waiting.get(job);
      this.#waiting.delete(job);
      if (readings !== undefined) waiting?.resolve(readings);
      else waiting?.reject(new PlimsollError('INTERNAL', `a searching thread failed: ${failure}`));
    });
    worker.on('error', (cause) => this.#fail('INTERNAL', 'a searching thread failed', cause));
    worker.on('exit', () => this.#fail('INTERNAL', 'a searching thread ended by itself'));
    this.#workers.push(worker);
  }

  #fail(code: 'ABORTED' | 'INTERNAL', message: string, cause?: unknown): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new PlimsollError(code, message, { cause }));
  }
}
