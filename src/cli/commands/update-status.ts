// `plimsoll update status [FOLDER...]`: what is current, and what differs from it.
import { readStatus } from '../../fleet/update/generations/read-status.ts';
import { formatUpdateStatusJson } from '../../report/update-status-json.ts';
import { formatUpdateStatusText } from '../../report/update-status-text.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { StatusLine } from '../terminal/status-line.ts';
import { writePieces } from '../terminal/write-pieces.ts';
import type { UpdateStatusFlags } from '../update/generation-flags.ts';
import { toGenerationOptions, withJournalStore } from '../update/open-generations.ts';
import { openGraph } from '../update/open-graph.ts';

/** Tells it and resolves to the exit code: with `--check` 1 where something is not as it should be. */
export async function runUpdateStatus(
  folders: readonly string[],
  flags: UpdateStatusFlags,
  io: CliIo,
): Promise<number> {
  const line = new StatusLine(io.stderr, io.env, flags.quiet === true);
  const { settings } = await openGraph(folders, flags, io);
  const status = await withJournalStore(flags, io, (store) =>
    readStatus(toGenerationOptions(flags, settings, store, io, line)),
  );
  await writePieces(
    io.stdout,
    flags.format === 'json'
      ? formatUpdateStatusJson(status)
      : [formatUpdateStatusText(status, chooseLayout({ ...flags, all: flags.all === true }, io))],
  );
  const { drift, unfinished, broken } = status;
  const isClean = drift.length === 0 && unfinished === undefined && broken.length === 0;
  return flags.check === true && !isClean ? EXIT_CODE.findings : EXIT_CODE.clean;
}
