// `plimsoll update promote [FOLDER...]`: what plimsoll.lock says of the last run becomes current, all of it or nothing.

import { entryName } from '../../fleet/update/lock/update-lock.ts';
import { joinImages } from '../../fleet/update/running/join-images.ts';
import type { RunImage } from '../../fleet/update/running/run-report.ts';
import { leaveEntry } from '../../fleet/update/running/run-update.ts';
import { CompressionPool } from '../../oci/compression/compression-pool.ts';
import { formatUpdatePromoteJson } from '../../report/update-promote-json.ts';
import { formatUpdatePromoteText } from '../../report/update-promote-text.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { StatusLine } from '../terminal/status-line.ts';
import { writePieces } from '../terminal/write-pieces.ts';
import type { UpdatePromoteFlags } from '../update/generation-flags.ts';
import { openLock, withJournalStore } from '../update/open-generations.ts';
import { openGraph } from '../update/open-graph.ts';
import { promoteRun } from '../update/promote-run.ts';

/** Promotes and resolves to the exit code. */
export async function runUpdatePromote(
  folders: readonly string[],
  flags: UpdatePromoteFlags,
  io: CliIo,
): Promise<number> {
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  const { graph, settings } = await openGraph(folders, flags, io);
  const lock = openLock(graph, flags.lock);
  const images = graph.images.flatMap(({ id, build }): readonly RunImage[] =>
    (build?.platforms ?? []).flatMap((platform) => {
      const entry = lock.entries.get(entryName(id, platform));
      if (entry === undefined) return [];
      return [{ id, platform, because: [], end: { kind: 'made', made: leaveEntry(entry) }, order: null }];
    }),
  );
  const gzip = new CompressionPool();
  try {
    const maker = {
      ...{ engine: undefined, secrets: {}, accepts: 'proven' as const, gzip },
      ...{ insecure: flags.insecure === true, program: `plimsoll ${io.version}` },
    };
    const joined = await joinImages(graph, images, flags.to, maker, io.signal);
    const outcome = { graph, lock, images, joined, to: flags.to };
    const promotion = await withJournalStore(flags, io, (store) =>
      promoteRun(outcome, flags, settings, store, io, status),
    );
    status.clear();
    await writePieces(
      io.stdout,
      flags.format === 'json'
        ? formatUpdatePromoteJson(promotion)
        : [formatUpdatePromoteText(promotion, chooseLayout({ ...flags, all: flags.all === true }, io))],
    );
    return EXIT_CODE.clean;
  } finally {
    status.clear();
    await gzip.close();
  }
}
