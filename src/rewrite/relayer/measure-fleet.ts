// What the images of a fleet have in all, how little they could, and how much they will.
import type { ImageContents } from '../../contents/image-contents.ts';
import type { Digest } from '../../oci/bytes/digest.ts';
import type { AtomTable } from './components/atom-table.ts';
import type { GatheredFleet } from './components/gather-fleet.ts';
import type { RelayerPlan } from './relayer-plan.ts';

/** Files, each of them once. */
export interface AtomSum {
  readonly atomCount: number;
  /** Bytes of their contents. */
  readonly contentBytes: number;
}

/** The layers of a fleet as it was, each once. */
export interface FleetBefore {
  readonly layerCount: number;
  /** As a registry stores them; null where some are not compressed. */
  readonly blobBytes: number | null;
  readonly contentBytes: number;
  /** Of these, bytes that no image shows. */
  readonly hiddenBytes: number;
}

/** The numbers of a plan. */
export interface FleetFigures {
  readonly before: FleetBefore;
  /** The least that any cover of the images by layers holds: each distinct atom once. */
  readonly bound: AtomSum;
  /** The same if times did not count. */
  readonly boundWithoutTimes: AtomSum;
  /** What the planned layers hold. */
  readonly planned: {
    readonly layerCount: number;
    /** The most that an image has. */
    readonly mostLayers: number;
    readonly contentBytes: number;
    /** Over the bound's bytes: 1 where each atom is there once. */
    readonly aboveBound: number;
  };
}

/** Measures; the top layer of each image, its folders, holds no content. */
export function measureFleet(
  images: readonly Pick<ImageContents, 'layers'>[],
  { table, entries, cut }: GatheredFleet,
  plan: RelayerPlan,
): FleetFigures {
  const bound = sumOnce(table, table.keys);
  const remainders = cut.remainders.filter(({ length }) => length > 0);
  const contentBytes =
    plan.layers.reduce(
      (sum, { components }) =>
        sum + components.reduce((inLayer, c) => inLayer + sumContents(table, cut.atoms[c]!), 0),
      0,
    ) + remainders.reduce((sum, atoms) => sum + sumContents(table, atoms), 0);
  return {
    before: measureBefore(images, entries.hiddenBytes),
    bound,
    boundWithoutTimes: sumOnce(table, table.timelessKeys),
    planned: {
      layerCount: plan.layers.length + remainders.length + images.length,
      mostLayers: plan.imageLayers.reduce(
        (most, layers, image) => Math.max(most, layers.length + (cut.remainders[image]!.length > 0 ? 2 : 1)),
        0,
      ),
      contentBytes,
      aboveBound: bound.contentBytes === 0 ? 1 : contentBytes / bound.contentBytes,
    },
  };
}

/** The bytes of these atoms' contents. */
export function sumContents({ places }: AtomTable, atoms: Iterable<number>): number {
  let sum = 0;
  for (const atom of atoms) sum += places[atom]!.facts.sizes[places[atom]!.i]!;
  return sum;
}

function sumOnce(table: AtomTable, keys: readonly string[]): AtomSum {
  const met = new Set<string>();
  const once = keys.flatMap((key, atom) => {
    if (met.has(key)) return [];
    met.add(key);
    return [atom];
  });
  return { atomCount: once.length, contentBytes: sumContents(table, once) };
}

function measureBefore(images: readonly Pick<ImageContents, 'layers'>[], hiddenBytes: number): FleetBefore {
  const layers = new Map<Digest, ImageContents['layers'][number]>();
  // One layer may be two blobs, where it was compressed twice.
  const blobs = new Map<string, number>();
  let isPacked = true;
  for (const layer of images.flatMap((image) => image.layers)) {
    layers.set(layer.facts.diffId, layer);
    blobs.set(layer.descriptor?.digest ?? layer.facts.diffId, layer.storedBytes);
    isPacked &&= layer.compression !== 'plain';
  }
  const sum = (numbers: Iterable<number>): number =>
    [...numbers].reduce((total, number) => total + number, 0);
  return {
    layerCount: layers.size,
    blobBytes: isPacked ? sum(blobs.values()) : null,
    contentBytes: sum([...layers.values()].map(({ facts }) => facts.entryBytes)),
    hiddenBytes,
  };
}
