// `plimsoll fleet tree SOURCE...`: which image stands on which, and where images should share but do not.
import { resolve } from 'node:path';
import { buildTree } from '../../fleet/hierarchy/tree/build-tree.ts';
import { readDockerfiles } from '../../fleet/hierarchy/tree/read-dockerfiles.ts';
import { formatFleetTreeDot } from '../../report/fleet-tree-dot.ts';
import { formatFleetTreeJson } from '../../report/fleet-tree-json.ts';
import { formatFleetTreeText } from '../../report/fleet-tree-text.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { FleetTreeFlags } from '../fleet/fleet-flags.ts';
import { openFleet } from '../fleet/open-fleet.ts';
import { measurePage } from '../fleet/page/measure-page.ts';
import { readParts } from '../fleet/read-parts.ts';
import { writePage } from '../page/write-page.ts';
import { writePieces } from '../terminal/write-pieces.ts';

/** Tells the hierarchy and resolves to the exit code. */
export async function runFleetTree(
  sources: readonly string[],
  flags: FleetTreeFlags,
  io: CliIo,
): Promise<number> {
  const fleet = await openFleet(sources, flags, io);
  const read = flags.contents === true ? await readParts(fleet, flags, io) : undefined;
  const { snapshot } = read ?? fleet;
  const knowledge = {
    ...(read === undefined ? {} : { contents: read.contents }),
    ...(flags.dockerfiles === undefined
      ? {}
      : { dockerfiles: await readDockerfiles(snapshot.images, resolve(flags.dockerfiles), io.signal) }),
  };
  const exitCode = (read?.failures ?? 0) > 0 ? EXIT_CODE.couldNotRun : EXIT_CODE.clean;
  if (flags.format === 'html') {
    const page = measurePage({ ...fleet, snapshot }, { ...knowledge, version: io.version, sources });
    await writePage(page, '-', io);
    return exitCode;
  }
  const tree = buildTree(snapshot, knowledge);
  const report = { snapshot, tree };
  const write = { json: formatFleetTreeJson, dot: formatFleetTreeDot };
  await writePieces(
    io.stdout,
    flags.format === 'text'
      ? [formatFleetTreeText(report, chooseLayout(flags, io))]
      : write[flags.format](report),
  );
  return exitCode;
}
