// `plimsoll fleet snapshot SOURCE... -o FILE`: which images a fleet has, written down.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FleetSnapshot } from '../../fleet/snapshot/fleet-snapshot.ts';
import { saveSnapshot } from '../../fleet/snapshot/save-snapshot.ts';
import { findNewestSnapshot } from '../../fleet/sources/find-newest-snapshot.ts';
import { readFleet } from '../../fleet/sources/read-fleet.ts';
import { countOf } from '../../report/format-amount.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { FleetSnapshotFlags } from '../fleet/fleet-flags.ts';
import { openFleet } from '../fleet/open-fleet.ts';

/** Writes the snapshot and resolves to the exit code. */
export async function runFleetSnapshot(
  sources: readonly string[],
  flags: FleetSnapshotFlags,
  io: CliIo,
): Promise<number> {
  const isFolder = /[/\\]$/.test(flags.output) || (await isThere(flags.output)) === 'folder';
  const earlier = flags.known ?? (isFolder ? await findNewestSnapshot(flags.output) : flags.output);
  const known = earlier === undefined ? undefined : await readKnown(earlier, flags, io);
  const { snapshot, status } = await openFleet(sources, flags, io, known);
  const at = snapshot.at ?? io.now.toISOString();
  const path = isFolder ? join(flags.output, `${at.replaceAll(':', '-')}.json`) : flags.output;
  await saveSnapshot(path, { ...snapshot, at });
  status.notice(
    `${path}: ${countOf(snapshot.images.length, 'image')} in ${countOf(snapshot.layers.count, 'layer')}`,
  );
  return EXIT_CODE.clean;
}

/** An earlier snapshot; none where `--known` names none and the file that is to be written is not there yet. */
async function readKnown(
  path: string,
  flags: FleetSnapshotFlags,
  io: CliIo,
): Promise<FleetSnapshot | undefined> {
  if (flags.known === undefined && (await isThere(path)) === undefined) return undefined;
  const { snapshot } = await readFleet([path], { signal: io.signal, at: io.now.toISOString() });
  return snapshot;
}

async function isThere(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}
