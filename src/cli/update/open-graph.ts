// The graph of images that a command line names, and the settings that it was read with.
import { stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { FleetSnapshot } from '../../fleet/snapshot/fleet-snapshot.ts';
import { readFleet } from '../../fleet/sources/read-fleet.ts';
import { discoverGraph } from '../../fleet/update/graph/discover-graph.ts';
import type { UpdateGraph } from '../../fleet/update/graph/update-graph.ts';
import { formatPlatform, hostPlatform } from '../../oci/image/platform.ts';
import type { CliIo } from '../cli-io.ts';
import { readSettings } from '../settings/read-settings.ts';
import { NO_SETTINGS, type Settings } from '../settings/settings.ts';
import type { GraphSourceFlags } from './update-flags.ts';

/** A graph, and what its run goes on with. */
export interface OpenedGraph {
  readonly graph: UpdateGraph;
  readonly settings: Settings;
}

/** Reads settings and graph; throws SETTINGS_INVALID, FILE_UNREADABLE, and what reading a fleet does. */
export async function openGraph(
  folders: readonly string[],
  flags: GraphSourceFlags,
  io: CliIo,
): Promise<OpenedGraph> {
  const root = resolve(folders[0] ?? '.');
  const settings = await readRootSettings(root, flags.config);
  const host = formatPlatform(hostPlatform());
  const others = [...folders.slice(1), ...settings.update.folders.map((folder) => resolve(root, folder))];
  const graph = await discoverGraph(settings.update, [root, ...others.map((folder) => resolve(folder))], {
    ...(settings.file === null
      ? {}
      : { settingsFile: relative(root, resolve(settings.file)).split(sep).join('/') }),
    environment: io.env,
    platform: flags.platform ?? host,
    buildPlatform: host,
    ...(flags.snapshot === undefined
      ? {}
      : { snapshot: { file: flags.snapshot, snapshot: await readImages(flags.snapshot, io) } }),
    signal: io.signal,
  });
  return { graph, settings };
}

/** Those of the graph's own root, which need not be the working folder. */
async function readRootSettings(root: string, file: string | undefined): Promise<Settings> {
  const path = file ?? join(root, 'plimsoll.yaml');
  if (file === undefined && !(await isThere(path))) return NO_SETTINGS;
  return readSettings(file ?? (relative(process.cwd(), path) || path), async () => {
    const { RULE_IDS } = await import('../settings/known-rules.ts');
    return RULE_IDS;
  });
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function readImages(source: string, io: CliIo): Promise<FleetSnapshot> {
  const options = { insecure: false, signal: io.signal, at: io.now.toISOString() };
  return (await readFleet([source], options)).snapshot;
}
