// `plimsoll update watch [FOLDER...]`: looks at bases of elsewhere, at what is due to be refreshed, and at package indexes with
// --packages, and runs where one changed; ends with SIGTERM or Ctrl-C, after what is under way has stopped.

import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type WatchEvent, type Watched, watch } from '../../fleet/update/generations/watch.ts';
import type { UpdateGraph } from '../../fleet/update/graph/update-graph.ts';
import { LOCK_FILE_NAME, readLockFile } from '../../fleet/update/lock/lock-file.ts';
import { entryName, type UpdateLock } from '../../fleet/update/lock/update-lock.ts';
import { platformsOf } from '../../fleet/update/planning/image-bases.ts';
import { mayAskMirrors, readPackageIndexes } from '../../fleet/update/planning/read-package-indexes.ts';
import { listExternalBases, resolveBases } from '../../fleet/update/planning/resolve-bases.ts';
import { countOf } from '../../report/format-amount.ts';
import { makeVisible } from '../../report/visible-text.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { printError } from '../print-error.ts';
import { StatusLine } from '../terminal/status-line.ts';
import type { UpdateWatchFlags } from '../update/generation-flags.ts';
import { withJournalStore } from '../update/open-generations.ts';
import { openGraph } from '../update/open-graph.ts';
import { runUpdateRun } from './update-run.ts';

const LONGEST_PAUSE_MS = 6 * 3600 * 1000;

/** Watches until it is stopped. */
export async function runUpdateWatch(
  folders: readonly string[],
  flags: UpdateWatchFlags,
  io: CliIo,
): Promise<number> {
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  const root = resolve(folders[0] ?? '.');
  await withJournalStore(flags, io, (store) =>
    watch({
      look: () => look(folders, flags, io, status),
      run: async () => (await runOnce(folders, flags, io)) === EXIT_CODE.clean,
      everyMs: flags.every * 1000,
      longestPauseMs: LONGEST_PAUSE_MS,
      store,
      name: `watch ${root}`,
      signal: io.signal,
      onEvent: (event) => status.notice(tell(event)),
      delay: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
    }),
  );
  return EXIT_CODE.clean;
}

/** A run that fails is told as always, and the watch goes on. */
async function runOnce(folders: readonly string[], flags: UpdateWatchFlags, io: CliIo): Promise<number> {
  try {
    // A watch goes on for weeks: each run has its own day.
    return await runUpdateRun(folders, flags, { ...io, now: new Date() });
  } catch (error) {
    if (io.signal.aborted) throw error;
    await printError(error, flags.debug === true, io);
    return EXIT_CODE.couldNotRun;
  }
}

/** Files are read anew each time, so that new images and bases are seen. */
async function look(
  folders: readonly string[],
  flags: UpdateWatchFlags,
  io: CliIo,
  status: StatusLine,
): Promise<Watched> {
  const { graph } = await openGraph(folders, flags, io);
  const insecure = flags.insecure === true;
  const bases = await resolveBases(listExternalBases(graph), { insecure, signal: io.signal });
  const watched = new Map<string, string>();
  for (const [reference, resolution] of bases)
    if (resolution.kind === 'resolved') watched.set(reference, resolution.digest);
    else status.notice(`${makeVisible(reference)}: ${resolution.message}`);
  const lock = readLockFile(resolve(flags.lock ?? resolve(graph.root, LOCK_FILE_NAME)));
  for (const [name, at] of listDue(graph, lock, Date.now())) watched.set(name, at);
  if (flags.packages !== true) return watched;
  const indexes = await readPackageIndexes(
    lock,
    io.signal,
    (url, why) => status.notice(`${makeVisible(url)}: not read: ${why}`),
    mayAskMirrors(flags.mirror),
  );
  return new Map([...watched, ...indexes]);
}

/** Images that were made longer ago than the settings allow, with when that was. */
function listDue(
  { images }: UpdateGraph,
  { entries }: UpdateLock,
  nowMs: number,
): readonly (readonly [string, string])[] {
  return images.flatMap((image) =>
    platformsOf(image).flatMap((platform) => {
      const name = entryName(image.id, platform);
      const at = entries.get(name)?.at;
      const { refreshSeconds } = image;
      const isDue =
        at !== undefined && refreshSeconds !== undefined && nowMs - Date.parse(at) >= refreshSeconds * 1000;
      return isDue ? [[`refresh of ${name}`, at] as const] : [];
    }),
  );
}

function tell(event: WatchEvent): string {
  switch (event.kind) {
    case 'changed':
      return event.changes.length === 0
        ? 'watch: first run'
        : `watch: ${countOf(event.changes.length, 'change')}: ${event.changes.slice(0, 5).map(tellChange).join(', ')}`;
    case 'done':
      return 'watch: all is up to date';
    case 'failed':
      return `watch: failed: ${makeVisible(event.message)}; again in ${Math.round(event.nextInMs / 1000)} s`;
    case 'unreadable':
      return `watch: ${makeVisible(event.message)}; again in ${Math.round(event.nextInMs / 1000)} s`;
  }
}

function tellChange({
  name,
  before,
  after,
}: {
  name: string;
  before: string | undefined;
  after: string;
}): string {
  return `${makeVisible(name)} ${before === undefined ? '' : `${shorten(before)} -> `}${shorten(after)}`;
}

function shorten(digest: string): string {
  return makeVisible(digest.slice(0, 19));
}
