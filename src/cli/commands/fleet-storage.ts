// `plimsoll fleet storage SOURCE...`: what a fleet costs, in a registry and on a node.
import { measureChurn } from '../../fleet/storage/measure-churn.ts';
import { measurePairs } from '../../fleet/storage/measure-pairs.ts';
import { measureStorage } from '../../fleet/storage/measure-storage.ts';
import { pairImages } from '../../fleet/storage/pair-images.ts';
import { formatFleetStorageJson } from '../../report/fleet-storage-json.ts';
import { formatFleetStorageText } from '../../report/fleet-storage-text.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { FleetStorageFlags } from '../fleet/fleet-flags.ts';
import { openFleet } from '../fleet/open-fleet.ts';
import { GENERATIONS, measurePage } from '../fleet/page/measure-page.ts';
import { writePage } from '../page/write-page.ts';
import { writePieces } from '../terminal/write-pieces.ts';

/** Measures the fleet and resolves to the exit code. */
export async function runFleetStorage(
  sources: readonly string[],
  flags: FleetStorageFlags,
  io: CliIo,
): Promise<number> {
  const fleet = await openFleet(sources, flags, io);
  const { snapshot, history } = fleet;
  if (flags.format === 'html') {
    const knowledge = { version: io.version, sources, ...(flags.keep && { generations: flags.keep }) };
    await writePage(measurePage(fleet, knowledge), '-', io);
    return EXIT_CODE.clean;
  }
  const report = {
    snapshot,
    storage: measureStorage(snapshot),
    pairs: measurePairs(snapshot, pairImages(snapshot.images, flags.pair ?? [])),
    churn: history === undefined ? undefined : measureChurn(history, flags.keep ?? GENERATIONS),
  };
  await writePieces(
    io.stdout,
    flags.format === 'json'
      ? formatFleetStorageJson(report)
      : [formatFleetStorageText(report, chooseLayout(flags, io))],
  );
  return EXIT_CODE.clean;
}
