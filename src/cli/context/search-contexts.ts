// Searches what builds send for secrets, while the walks go on; what earlier runs found in files that are the same is taken over.
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import type { FileSecrets, SecretKind, SecretReading } from '../../context/secrets/file-secrets.ts';
import { SearchPool } from '../../context/secrets/search-pool.ts';
import { loadRuleSet } from '../../secrets/load-rule-set.ts';
import { nameRuleSet } from '../../secrets/name-rule-set.ts';
import { RULES_ID } from '../../secrets/rules-id.ts';
import { KnownFiles } from './known-files.ts';

/** Files that are searched at once; fewer are not worth a thread. */
const BATCH_FILES = 256;
const BATCH_BYTES = 4 * 1024 * 1024;
const FORM = 1;

/** How a run searches. */
export interface SearchOptions {
  /** As `loadRuleSet` takes it. */
  readonly addedRules: string;
  /** Where the cache is; undefined for none. */
  readonly cacheFolder: string | undefined;
  readonly workers: number | undefined;
  readonly signal: AbortSignal;
}

/** The search of one run over all of its contexts. */
export class ContextsSearch {
  readonly #options: SearchOptions;
  readonly #pool: SearchPool;
  readonly #known = new Map<string, KnownFiles>();
  readonly #onAbort = (): void => void this.#pool.close();

  constructor(options: SearchOptions) {
    this.#options = options;
    this.#pool = new SearchPool(options.addedRules, options.workers);
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Begins with a context, to be told of its files. */
  begin(): ContextSearch {
    return new ContextSearch(this.#pool, (folder) => this.#knownOf(folder), this.#options.signal);
  }

  /** The kinds of secrets, by their ids; to be asked for only where something was found. */
  async kinds(): Promise<ReadonlyMap<string, SecretKind>> {
    return (await loadRuleSet(this.#options.addedRules)).kindById;
  }

  /** Ends the threads, and keeps what was found. */
  async close(): Promise<void> {
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    await this.#pool.close();
    if (!this.#options.signal.aborted) for (const known of this.#known.values()) known.save();
  }

  #knownOf(folder: string): KnownFiles {
    let known = this.#known.get(folder);
    if (known === undefined) {
      known = new KnownFiles(this.#fileOf(folder));
      this.#known.set(folder, known);
    }
    return known;
  }

  #fileOf(folder: string): string | undefined {
    const { cacheFolder, addedRules } = this.#options;
    // From its sources the program does not know which build it is: what it keeps could be another's.
    if (cacheFolder === undefined || RULES_ID === '') return undefined;
    const key = createHash('sha256')
      .update(`${FORM}\n${nameRuleSet(addedRules)}\n${folder}`)
      .digest('hex');
    return join(cacheFolder, 'context', key);
  }
}

/** The search of one context. */
export class ContextSearch {
  readonly #pool: SearchPool;
  readonly #knownOf: (folder: string) => KnownFiles;
  readonly #signal: AbortSignal;
  readonly #found: FileSecrets[] = [];
  readonly #jobs: Promise<void>[] = [];
  #paths: string[] = [];
  #entries: number[] = [];
  #rows: number[] = [];
  #pendingBytes = 0;
  #folder = '';
  #known: KnownFiles | undefined;

  constructor(pool: SearchPool, knownOf: (folder: string) => KnownFiles, signal: AbortSignal) {
    this.#pool = pool;
    this.#knownOf = knownOf;
    this.#signal = signal;
  }

  /** To be called for each file that is sent. */
  onFile(folder: string, path: string, entry: number, stat: Stats): void {
    if (stat.size === 0) return;
    if (this.#known === undefined) {
      this.#folder = folder;
      this.#known = this.#knownOf(folder);
      this.#known.begin();
    }
    const { row, isNew } = this.#known.meet(stat);
    if (!isNew) return this.#take(entry, this.#known.reading(row));
    this.#paths.push(path);
    this.#entries.push(entry);
    this.#rows.push(row);
    this.#pendingBytes += stat.size;
    if (this.#paths.length >= BATCH_FILES || this.#pendingBytes >= BATCH_BYTES) this.#send(true);
  }

  /** What was found, in the order of the entries. */
  async finish(): Promise<readonly FileSecrets[]> {
    if (this.#paths.length > 0) this.#send(this.#jobs.length > 0);
    await Promise.all(this.#jobs);
    return this.#found.sort((a, b) => a.entry - b.entry);
  }

  #send(isAside: boolean): void {
    const batch = { folder: this.#folder, paths: this.#paths };
    const entries = this.#entries;
    const rows = this.#rows;
    const known = this.#known!;
    this.#paths = [];
    this.#entries = [];
    this.#rows = [];
    this.#pendingBytes = 0;
    const work = isAside ? this.#pool.searchAside(batch) : this.#pool.searchHere(batch, this.#signal);
    const job = work.then((readings) => {
      const byFile = new Map(readings);
      for (const [i, row] of rows.entries()) {
        const reading = byFile.get(i);
        known.note(row, reading);
        this.#take(entries[i]!, reading);
      }
    });
    // It is waited for in the end; until then a failure is no unhandled one.
    job.catch(() => {});
    this.#jobs.push(job);
  }

  #take(entry: number, reading: SecretReading | undefined): void {
    if (reading !== undefined) this.#found.push({ entry, reading });
  }
}
