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
import { writePieces } from '../terminal/write-pieces.ts';

/** Numbers of snapshots that a registry's retention may keep, where nobody says which. */
const GENERATIONS = [1, 2, 5, 10, 30];

/** Measures the fleet and resolves to the exit code. */
export async function runFleetStorage(
  sources: readonly string[],
  flags: FleetStorageFlags,
  io: CliIo,
): Promise<number> {
  const { snapshot, history } = await openFleet(sources, flags, io);
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
