// `plimsoll update rollback [N]`: an earlier generation becomes current again.
import { PlimsollError } from '../../errors.ts';
import { rollback } from '../../fleet/update/generations/rollback.ts';
import { formatUpdateRollbackJson } from '../../report/update-promote-json.ts';
import { formatUpdateRollbackText } from '../../report/update-promote-text.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { matchesWildcard } from '../settings/match-glob.ts';
import { StatusLine } from '../terminal/status-line.ts';
import { writePieces } from '../terminal/write-pieces.ts';
import type { UpdateRollbackFlags } from '../update/generation-flags.ts';
import { listOwnNames, openLock, toGenerationOptions, withJournalStore } from '../update/open-generations.ts';
import { openGraph } from '../update/open-graph.ts';

/** Goes back and resolves to the exit code. */
export async function runUpdateRollback(
  number: number | undefined,
  flags: UpdateRollbackFlags,
  io: CliIo,
): Promise<number> {
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  const folders = flags.folder === undefined ? [] : [flags.folder];
  const { graph, settings } = await openGraph(folders, flags, io);
  const own = listOwnNames(graph, openLock(graph, flags.lock), flags.to);
  const patterns = flags.move ?? [];
  if (own.size === 0 && patterns.length === 0)
    throw new PlimsollError('USAGE', 'no name of an image is known here, so no tag would be moved', {
      subject: graph.root,
      hint: "Run it where plimsoll.yaml or plimsoll.lock lies, or say --move 'HOST/PREFIX/*'.",
    });
  const mayMove = (reference: string): boolean =>
    own.has(reference) || patterns.some((pattern) => matchesWildcard(pattern, reference));
  try {
    const result = await withJournalStore(flags, io, (store) =>
      rollback(number, {
        ...toGenerationOptions(flags, settings, store, io, status),
        keep: settings.update.keep,
        mayMove,
      }),
    );
    status.clear();
    await writePieces(
      io.stdout,
      flags.format === 'json'
        ? formatUpdateRollbackJson(result)
        : [formatUpdateRollbackText(result, chooseLayout({ ...flags, all: flags.all === true }, io))],
    );
    return EXIT_CODE.clean;
  } finally {
    status.clear();
  }
}
