// `update watch`: looks again and again, and runs where something changed. A storm of changes makes one run; a run that fails
// is tried again after pauses that double; what was handled is remembered, also by the next process.
import { createHash } from 'node:crypto';
import type { JournalStore } from './promotion-journal.ts';

/** What is watched, by name: digests of bases, digests of package indexes. What cannot be told now is left out. */
export type Watched = ReadonlyMap<string, string>;

/** One change that a run is made for. */
export interface WatchedChange {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** What happens, for whoever looks on. */
export type WatchEvent =
  | { readonly kind: 'changed'; readonly changes: readonly WatchedChange[]; readonly key: string }
  | { readonly kind: 'done'; readonly key: string }
  | { readonly kind: 'failed'; readonly key: string; readonly message: string; readonly nextInMs: number }
  | { readonly kind: 'unreadable'; readonly message: string; readonly nextInMs: number };

/** What watching needs. */
export interface WatchOptions {
  /** What there is now. */
  readonly look: () => Promise<Watched>;
  /** Brings all up to date; false where images failed, which is tried again. */
  readonly run: (changes: readonly WatchedChange[]) => Promise<boolean>;
  readonly everyMs: number;
  /** Of pauses after failures; each is twice as long as the one before. */
  readonly longestPauseMs: number;
  readonly store: JournalStore;
  /** Of the document that remembers what was handled. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: WatchEvent) => void;
  /** Ends early, without throwing, where the signal comes. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Watches until the signal comes; what is under way then ends by its own signal. Throws what the store throws. */
export async function watch(options: WatchOptions): Promise<void> {
  const { look, run, everyMs, longestPauseMs, store, name, signal, onEvent, delay } = options;
  let handled = await readHandled(store, name);
  let failures = 0;
  while (!signal.aborted) {
    let pauseMs = everyMs;
    try {
      const now = await look();
      const changes = listChanges(handled, now);
      if (signal.aborted) return;
      if (changes.length > 0 || handled === undefined) {
        const key = keyOf(now);
        onEvent({ kind: 'changed', changes, key });
        const isDone = await attempt(() => run(changes));
        if (signal.aborted) return;
        if (isDone === true) {
          failures = 0;
          handled = new Map([...(handled ?? []), ...now]);
          await writeHandled(store, name, handled);
          onEvent({ kind: 'done', key });
          // What changed while it ran is looked at without waiting.
          continue;
        }
        pauseMs = Math.max(everyMs, Math.min(longestPauseMs, everyMs * 2 ** failures));
        failures += 1;
        onEvent({ kind: 'failed', key, message: isDone, nextInMs: pauseMs });
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Error)) throw error;
      onEvent({ kind: 'unreadable', message: error.message, nextInMs: pauseMs });
    }
    await delay(pauseMs, signal);
  }
}

/** The same state has the same key, in whatever order it was seen. */
export function keyOf(watched: Watched): string {
  const pairs = [...watched].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(pairs)).digest('hex').slice(0, 32);
}

/** What is new or differs; what is not told now is no change. */
function listChanges(handled: Watched | undefined, now: Watched): readonly WatchedChange[] {
  return [...now]
    .filter(([name, after]) => handled?.get(name) !== after)
    .map(([name, after]) => ({ name, before: handled?.get(name), after }));
}

/** True, or why it is to be tried again. */
async function attempt(run: () => Promise<boolean>): Promise<true | string> {
  try {
    return (await run()) || 'some images failed';
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
}

async function readHandled(store: JournalStore, name: string): Promise<Watched | undefined> {
  const value = (await store.readDocument(name))?.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

/** Where another process watches the same, the later one wins: both have handled what they say. */
async function writeHandled(store: JournalStore, name: string, handled: Watched): Promise<void> {
  const version = (await store.readDocument(name))?.version ?? 0;
  await store.writeDocument(name, Object.fromEntries(handled), version);
}
