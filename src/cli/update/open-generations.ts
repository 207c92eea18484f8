// How the generations are reached, from options and settings: the repository, the journal, the names that may be moved.
import { resolve } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import type { DurableStore } from '../../fleet/durable/durable-store.ts';
import { openStore } from '../../fleet/durable/open-store.ts';
import { moveNames } from '../../fleet/update/generations/collect-members.ts';
import type { GenerationOptions } from '../../fleet/update/generations/generation-run.ts';
import type { UpdateGraph } from '../../fleet/update/graph/update-graph.ts';
import { LOCK_FILE_NAME, readLockFile } from '../../fleet/update/lock/lock-file.ts';
import type { UpdateLock } from '../../fleet/update/lock/update-lock.ts';
import type { CliIo } from '../cli-io.ts';
import { matchesWildcard } from '../settings/match-glob.ts';
import type { Settings } from '../settings/settings.ts';
import type { StatusLine } from '../terminal/status-line.ts';
import type { GenerationFlags } from './generation-flags.ts';

/** The repository that options or settings name, moved with `--to` where the settings name it; throws USAGE where none does. */
export function chooseRepository(
  { generations, to }: Pick<GenerationFlags, 'generations' | 'to'>,
  settings: Settings,
): string {
  if (generations !== undefined) return generations;
  const named = settings.update.generations;
  if (named === undefined)
    throw new PlimsollError('USAGE', 'there is no repository for generations', {
      hint: "Name it with --generations, or under 'generations' of 'update' in plimsoll.yaml.",
    });
  return to === undefined ? named : moveNames([named], to)[0]!.replace(/:latest$/, '');
}

/** The lock of the options, else that of the graph's folder. */
export function openLock(graph: UpdateGraph, lock: string | undefined): UpdateLock {
  return readLockFile(resolve(lock ?? resolve(graph.root, LOCK_FILE_NAME)));
}

/** All names of this project: those of its images now, and those that the lock has. */
export function listOwnNames(
  graph: UpdateGraph,
  lock: UpdateLock,
  to: string | undefined,
): ReadonlySet<string> {
  const names = [
    ...graph.images.flatMap(({ references }) => references),
    ...[...lock.entries.values()].flatMap(({ tags }) => tags),
  ];
  return new Set(moveNames([...new Set(names)], to));
}

/** Runs with the journal of the options, and closes it. */
export async function withJournalStore<T>(
  { database }: { readonly database?: string },
  io: CliIo,
  act: (store: DurableStore) => Promise<T>,
): Promise<T> {
  const store = await openStore(database ?? (io.env['PLIMSOLL_DATABASE_URL'] || undefined));
  try {
    return await act(store);
  } finally {
    await store.close();
  }
}

/** What all commands about generations hand on. */
export function toGenerationOptions(
  flags: Pick<GenerationFlags, 'generations' | 'to' | 'insecure'>,
  settings: Settings,
  store: DurableStore,
  io: CliIo,
  status: StatusLine,
): Omit<GenerationOptions, 'mayMove' | 'keep'> {
  return {
    repository: chooseRepository(flags, settings),
    store,
    insecure: flags.insecure === true,
    signal: io.signal,
    onNotice: (line) => status.notice(line),
  };
}

/** Whether an image may fail, by the settings. */
export function createMayFail({ update }: Settings): (id: string) => boolean {
  return (id) => update.mayFail.some((pattern) => matchesWildcard(pattern, id));
}
