// The embedded store: one file, no server. Any number of processes of one machine may have it open.
import { resolve } from 'node:path';
import { throwIfAborted } from '../../../oci/layout/check-abort.ts';
import { type BackOff, backOff } from '../back-off.ts';
import { Bell } from '../bell.ts';
import type {
  DurableStep,
  DurableStore,
  Json,
  StepOutcome,
  StepPerformer,
  WorkOptions,
} from '../durable-store.ts';
import { performStep } from '../perform-step.ts';
import { DocumentShelf } from './document-shelf.ts';
import { prepareTables } from './journal-schema.ts';
import { SessionList } from './session-list.ts';
import { SqliteDatabase } from './sqlite-database.ts';
import { StepJournal, type TakenStep } from './step-journal.ts';

/** How the store is set up; what is left out is as it should be. */
export interface SqliteOptions {
  readonly backOff?: BackOff;
  /** How often other processes' changes are looked for. */
  readonly pollMs?: number;
}

const POLL_MS = 100;
const BEAT_MS = 4000;

/** Opens or makes the file. */
export async function openSqliteStore(path: string, options: SqliteOptions = {}): Promise<DurableStore> {
  const database = await SqliteDatabase.open(resolve(path));
  try {
    prepareTables(database, path);
    return new SqliteStore(database, options);
  } catch (error) {
    database.close();
    throw error;
  }
}

class SqliteStore implements DurableStore {
  readonly kind = 'sqlite';
  readonly #database: SqliteDatabase;
  readonly #journal: StepJournal;
  readonly #documents: DocumentShelf;
  readonly #sessions: SessionList;
  readonly #backOff: BackOff;
  readonly #bell = new Bell();
  /** How many wait for each step in this process. */
  readonly #asked = new Map<string, number>();
  readonly #closing = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #beatMs = Date.now();

  constructor(database: SqliteDatabase, options: SqliteOptions) {
    this.#database = database;
    this.#journal = new StepJournal(database);
    this.#documents = new DocumentShelf(database);
    this.#sessions = new SessionList(database);
    this.#sessions.endDead();
    this.#backOff = options.backOff ?? backOff;
    this.#timer = setInterval(() => this.#poll(), options.pollMs ?? POLL_MS);
  }

  async runOnce(runId: string, step: DurableStep, signal: AbortSignal): Promise<StepOutcome> {
    throwIfAborted(signal);
    const { key } = step;
    const known = this.#journal.readOutcome(key);
    if (known?.kind === 'done') return known;
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    this.#journal.ask(this.#sessions.id, runId, step);
    this.#asked.set(key, (this.#asked.get(key) ?? 0) + 1);
    try {
      this.#bell.ring();
      for (;;) {
        const outcome = this.#journal.readOutcome(key);
        if (outcome !== undefined) return outcome;
        await this.#bell.wait(stop);
        throwIfAborted(stop);
      }
    } finally {
      this.#leave(key);
    }
  }

  async work(perform: StepPerformer, options: WorkOptions): Promise<void> {
    const { kinds, name: worker, jobs } = options;
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    const taker = { session: this.#sessions.id, worker, kinds };
    const underWay = new Set<Promise<void>>();
    let failure: { readonly error: unknown } | undefined;
    while (!signal.aborted && failure === undefined) {
      const taken = underWay.size < jobs ? this.#journal.take(taker) : undefined;
      if (taken === undefined) {
        await this.#bell.wait(signal);
        continue;
      }
      const work = this.#perform(perform, taken, { ...options, signal })
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => {
          underWay.delete(work);
          this.#bell.ring();
        });
      underWay.add(work);
    }
    await Promise.all(underWay);
    if (failure !== undefined) throw failure.error;
  }

  async findResult(key: string): Promise<Json | undefined> {
    const outcome = this.#journal.readOutcome(key);
    return outcome?.kind === 'done' ? outcome.result : undefined;
  }

  async readDocument(name: string): Promise<{ readonly value: Json; readonly version: number } | undefined> {
    return this.#documents.read(name);
  }

  async writeDocument(name: string, value: Json, version: number): Promise<boolean> {
    return this.#documents.write(name, value, version);
  }

  async readBlock(name: string): Promise<Uint8Array | undefined> {
    const row = this.#database.get('SELECT bytes FROM block WHERE name = ?', name);
    // Node 22 keeps no bytes at all as NULL.
    return row === undefined ? undefined : new Uint8Array((row['bytes'] ?? []) as Uint8Array);
  }

  async writeBlock(name: string, bytes: Uint8Array): Promise<void> {
    // One of the two drivers takes buffers alone.
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#database.run('INSERT OR REPLACE INTO block VALUES (?, ?, ?)', name, buffer, Date.now());
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    clearInterval(this.#timer);
    this.#sessions.end();
    this.#database.close();
  }

  async #perform(perform: StepPerformer, taken: TakenStep, options: WorkOptions): Promise<void> {
    const { step, attempt } = taken;
    const { signal, onOutcome } = options;
    const outcome = await performStep(perform, step, { signal, attempt });
    if (this.#closing.signal.aborted) return;
    if (outcome.kind === 'let-go') return this.#journal.release(taken);
    if (outcome.kind === 'done') {
      if (this.#journal.finish(taken, outcome.result)) onOutcome?.(step, { ...outcome, attempts: attempt });
      return;
    }
    const failures = taken.failures + 1;
    const readyMs = failures < step.tries ? Date.now() + this.#backOff(failures) : undefined;
    const { code, message } = outcome;
    if (this.#journal.fail(taken, code, message, readyMs))
      onOutcome?.(step, { ...outcome, attempts: attempt });
  }

  #leave(key: string): void {
    const left = this.#asked.get(key)! - 1;
    if (left > 0) this.#asked.set(key, left);
    else this.#asked.delete(key);
    if (left === 0 && !this.#closing.signal.aborted) this.#journal.forget(this.#sessions.id, key);
  }

  /** Looks at the clock, at other processes, and wakes all here. */
  #poll(): void {
    try {
      if (Date.now() - this.#beatMs >= BEAT_MS) {
        this.#beatMs = Date.now();
        this.#sessions.beat();
      }
      this.#sessions.endDead();
    } catch {
      // Whoever waits meets the same error, where it can be told.
    }
    this.#bell.ring();
  }
}
