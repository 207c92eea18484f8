// From what a user names to a fleet: of one moment, or with its history.
import { PlimsollError } from '../../errors.ts';
import { listEngineImages } from '../../oci/engine/list-engine-images.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import { parseRegistryReference } from '../../oci/image/reference.ts';
import { LOOKS_LIKE_PATH, openFromEngine, openImage, parseImageReference } from '../../oci/open-image.ts';
import { FleetBuilder } from '../snapshot/fleet-builder.ts';
import type { FleetHistory, FleetMoment, FleetSnapshot } from '../snapshot/fleet-snapshot.ts';
import { LayerTable } from '../snapshot/layer-table.ts';
import { joinMoments } from '../snapshot/snapshot-parser.ts';
import { addListed } from './add-listed.ts';
import { type FleetOptions, isPlatformWanted } from './fleet-options.ts';
import { type FleetReading, openOptionsOf } from './fleet-reading.ts';
import { type FleetSource, parseFleetSource } from './fleet-source.ts';
import { LayerSizesReader } from './layer-sizes.ts';
import { readArchive, readFolder, readLayout, searchFolder } from './read-folder.ts';
import { readReferences, readRegistry } from './read-registry.ts';
import { isSnapshotFile, readSnapshotFile } from './read-snapshot-file.ts';

/** A fleet that was read. */
export interface ReadFleet {
  /** As it is now: the last moment of a history. */
  readonly snapshot: FleetSnapshot;
  /** Undefined where only one moment is known. */
  readonly history: FleetHistory | undefined;
}

/**
 * Reads a fleet. Several places are one fleet; several snapshots are a history, and so is a folder of them. Throws FLEET_INVALID,
 * USAGE, and what opening images does.
 */
export async function readFleet(names: readonly string[], options: FleetOptions): Promise<ReadFleet> {
  const table = new LayerTable();
  const sizes = options.cache === undefined ? undefined : new LayerSizesReader(options.cache);
  const reading = { builder: new FleetBuilder(table), options, sizes };
  const moments: FleetMoment[] = [];
  const references: Extract<FleetSource, { kind: 'registry-image' }>['reference'][] = [];
  for (const name of names) {
    const source = await parseFleetSource(name);
    if (source.kind === 'registry-image') references.push(source.reference);
    else moments.push(...(await readSource(reading, source, table)));
  }
  await readReferences(reading, references);
  sizes?.fill(table);
  return conclude(reading, moments, table);
}

function conclude(
  { builder, options }: FleetReading,
  moments: readonly FleetMoment[],
  table: LayerTable,
): ReadFleet {
  if (moments.length > 1 && builder.images.length > 0)
    throw new PlimsollError('USAGE', 'a history and images that are there now cannot be one fleet', {
      hint: "Take a snapshot of them first: 'plimsoll fleet snapshot SOURCE -o FILE'.",
    });
  const history = joinMoments(
    moments.map((moment) => choosePlatform(moment, options)),
    table,
  );
  const last = history.moments.at(-1);
  // One snapshot and images beside it are one fleet of now.
  for (const image of builder.images.length > 0 ? (last?.images ?? []) : []) builder.addSame(image);
  const now = builder.images.length > 0 ? { at: options.at, images: builder.images } : last;
  if (now === undefined || now.images.length === 0)
    throw new PlimsollError('USAGE', 'there is no image in this fleet', {
      hint: 'docs/fleet.md says how a fleet is named.',
    });
  return {
    snapshot: {
      kind: 'fleet-snapshot',
      at: now.at === '' ? undefined : now.at,
      images: now.images,
      layers: history.layers,
    },
    history: history.moments.length > 1 ? history : undefined,
  };
}

function choosePlatform({ at, images }: FleetMoment, options: FleetOptions): FleetMoment {
  return { at, images: images.filter(({ platform }) => isPlatformWanted(platform, options)) };
}

/** Adds images to the fleet under way, or gives moments. */
async function readSource(
  reading: FleetReading,
  source: FleetSource,
  table: LayerTable,
): Promise<readonly FleetMoment[]> {
  const { signal } = reading.options;
  switch (source.kind) {
    case 'registry':
      await readRegistry(reading, source.host, source.prefix);
      return [];
    case 'repository':
      await readReferences(reading, [source.reference]);
      return [];
    case 'registry-image':
      await readReferences(reading, [source.reference]);
      return [];
    case 'engine':
      for (const listed of await listEngineImages(openOptionsOf(reading.options)))
        addListed(reading, listed, listed.image.digest);
      return [];
    case 'file':
      if (await isSnapshotFile(source.path))
        return (await readSnapshotFile(source.path, table, signal)).moments;
      await readArchive(reading, source.path);
      return [];
    case 'folder':
      return readFolderSource(reading, source.path, table);
    case 'image':
      await readImage(reading, source.name);
      return [];
  }
}

async function readFolderSource(
  reading: FleetReading,
  path: string,
  table: LayerTable,
): Promise<readonly FleetMoment[]> {
  const found = await searchFolder(path, reading.options.signal);
  if (found.layouts.length === 1 && found.layouts[0] === path) {
    await readLayout(reading, path);
    return [];
  }
  if (found.layouts.length + found.archives.length > 0) {
    await readFolder(reading, path, found);
    return [];
  }
  const moments: FleetMoment[] = [];
  for (const file of found.snapshots)
    if (await isSnapshotFile(file))
      moments.push(...(await readSnapshotFile(file, table, reading.options.signal)).moments);
  return moments;
}

/** One image by a name that only `openImage` knows the place of; of a registry all that it stands for. */
async function readImage(reading: FleetReading, name: string): Promise<void> {
  const { platform } = reading.options;
  const options = {
    ...openOptionsOf(reading.options),
    ...(platform === undefined ? {} : { platform: formatPlatform(platform) }),
  };
  const isBare = parseImageReference(name).transport === undefined && !LOOKS_LIKE_PATH.test(name);
  const image = isBare ? await openFromEngine(name, options) : await openImage(name, options);
  if (image === undefined) return readReferences(reading, [parseRegistryReference(name)]);
  try {
    const documents = image.stored?.documents;
    addListed(reading, { names: [name], isOneOfSeveral: false, documents, image }, name);
  } finally {
    await image.close();
  }
}
