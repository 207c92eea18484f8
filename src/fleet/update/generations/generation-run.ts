// What promoting and rolling back have in common: the repository opened, the journal held, everything let go at the end.
import { setMaxListeners } from 'node:events';
import { PlimsollError, withSubject } from '../../../errors.ts';
import { parseRegistryReference } from '../../../oci/image/reference.ts';
import { linkSignals } from '../../../oci/registry/link-signals.ts';
import type { Registry } from '../../../oci/registry/registry.ts';
import type { RegistrySettings } from '../../../oci/registry/settings.ts';
import { rideOut } from '../making/ride-out.ts';
import { GenerationDocuments } from './generation-documents.ts';
import { type LetGo, letGo } from './let-go.ts';
import { type JournalAction, type JournalStore, journalName, takeJournal } from './promotion-journal.ts';
import { createRepositories } from './repositories.ts';
import type { SettleOptions } from './settle.ts';

/** How generations are reached and moved. */
export interface GenerationOptions {
  /** The repository of the generations, `HOST/REPOSITORY`. */
  readonly repository: string;
  readonly store: JournalStore;
  /** How many generations stay. */
  readonly keep: number;
  /** Whether a name that only the registry's index tells of may be moved from here. */
  readonly mayMove: (reference: string) => boolean;
  readonly insecure?: boolean;
  readonly signal: AbortSignal;
  readonly onNotice?: (line: string) => void;
  readonly now?: () => Date;
  /** For tests. */
  readonly settings?: Partial<RegistrySettings>;
  /** For tests: pauses while the registry is away. */
  readonly pausesMs?: readonly number[];
}

/** A run that holds the journal. */
export interface GenerationRun {
  readonly target: Registry;
  readonly settle: SettleOptions;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly onNotice: ((line: string) => void) | undefined;
  /** Attempts again while the registry is away. */
  readonly rideOut: <T>(attempt: () => Promise<T>) => Promise<T>;
}

/** Host and repository of the generations; throws REFERENCE_INVALID where it has a tag or a digest. */
export function parseGenerationsRepository(text: string): {
  readonly host: string;
  readonly repository: string;
} {
  const { host, repository, digest } = parseRegistryReference(text);
  if (digest !== undefined || text.slice(text.lastIndexOf('/')).includes(':'))
    throw new PlimsollError('REFERENCE_INVALID', 'the generations need a repository, without tag or digest', {
      subject: text,
      hint: 'Write HOST/REPOSITORY; the tags in it are made by Plimsoll.',
    });
  return { host, repository };
}

/** Runs while holding the journal; throws PROMOTION_UNDER_WAY where another run holds it or takes it over. */
export async function runWithJournal<T>(
  action: JournalAction,
  options: GenerationOptions,
  act: (run: GenerationRun) => Promise<T>,
): Promise<T> {
  const { store, onNotice, now = () => new Date(), mayMove } = options;
  const place = parseGenerationsRepository(options.repository);
  const name = journalName(`${place.host}/${place.repository}`);
  const journal = await takeJournal(store, name, action, now);
  const linked = linkSignals(options.signal, journal.lost);
  const { signal } = linked;
  // As many wait for it as there are requests at the same time, which is no leak.
  setMaxListeners(0, signal);
  const repositories = createRepositories(
    { insecure: options.insecure === true, signal, ...(onNotice === undefined ? {} : { onNotice }) },
    options.settings,
  );
  let isDone = false;
  try {
    const target = await repositories.open(place);
    const settle = { journal, repositories, source: target, mayMove, signal };
    const patience = {
      ...(options.pausesMs === undefined ? {} : { pausesMs: options.pausesMs }),
      onWait: ({ message }: PlimsollError, pauseMs: number): void =>
        onNotice?.(`${options.repository}: ${message}; tried again in ${pauseMs / 1000} s`),
    };
    const result = await act({
      ...{ target, settle, signal, now, onNotice },
      rideOut: (attempt) => rideOut(attempt, signal, patience),
    });
    isDone = true;
    return result;
  } catch (error) {
    if (journal.lost.aborted && !options.signal.aborted)
      throw new PlimsollError('PROMOTION_UNDER_WAY', 'another run has taken over', {
        subject: options.repository,
      });
    throw withSubject(error, options.repository);
  } finally {
    repositories.close();
    linked.unlink();
    await journal.end(isDone ? 'done' : 'stopped');
  }
}

/** Lets go of old generations; what fails in it takes nothing back, and is told. */
export async function letGoOfOld(run: GenerationRun, keep: number): Promise<LetGo> {
  const { target, settle, signal } = run;
  try {
    const registry = await settle.repositories.open(target.reference, 'pull,push,delete');
    return await letGo(registry, new GenerationDocuments(registry, signal), keep, signal);
  } catch (error) {
    if (signal.aborted || !(error instanceof PlimsollError)) throw error;
    return { generations: [], documentCount: 0, refused: error.message };
  }
}
