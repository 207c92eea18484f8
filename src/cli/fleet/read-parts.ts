// Reads the images of a fleet for what its hierarchy is made of; of each, only what is needed later is kept.
import { readImage } from '../../contents/read-image.ts';
import { type ImageParts, takeParts } from '../../fleet/hierarchy/parts/image-parts.ts';
import { type LayerContent, summariseLayer } from '../../fleet/hierarchy/tree/layer-content.ts';
import { scanFleet } from '../../fleet/scan/scan-fleet.ts';
import type { FleetSnapshot } from '../../fleet/snapshot/fleet-snapshot.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import type { CliIo } from '../cli-io.ts';
import { openAnd } from '../open-and.ts';
import type { FleetFlags } from './fleet-flags.ts';
import type { OpenedFleet } from './open-fleet.ts';

/** What was read. */
export interface FleetParts {
  /** The same fleet, with the sizes of layers that were not known before. */
  readonly snapshot: FleetSnapshot;
  /** By image number; those that could not be read are not in it. */
  readonly parts: ReadonlyMap<number, ImageParts>;
  /** By layer number. */
  readonly contents: ReadonlyMap<number, LayerContent>;
  /** Images that could not be read. */
  readonly failures: number;
}

/** Reads all images that can be opened. */
export async function readParts(
  { snapshot, cache, status }: OpenedFleet,
  flags: FleetFlags,
  io: CliIo,
): Promise<FleetParts> {
  const parts = new Map<number, ImageParts>();
  const contents = new Map<number, LayerContent>();
  const shippedBytes = snapshot.layers.shippedBytes.slice();
  let failures = 0;
  const targets = snapshot.images.flatMap((image, number) =>
    image.reference === undefined ? [] : [{ image, number, reference: image.reference }],
  );
  await scanFleet(targets, {
    scan: ({ image, number, reference }, run) => {
      const opening = {
        flags: { ...flags, format: 'text' as const, platform: formatPlatform(image.platform) },
        cache: run.cache,
        signal: io.signal,
        status,
      };
      return openAnd(reference, opening, async (opened) => {
        const found = await readImage(opened, {
          cache: run.cache,
          shared: run.shared,
          readings: { packages: true, secretRules: null },
          signal: io.signal,
        });
        const summaries = found.layers.flatMap(({ facts, index }) => {
          const layer = image.layers[index];
          if (layer === undefined || contents.has(layer)) return [];
          const brought = new Map(
            found.inventory.packages
              .filter((item) => item.layer === index)
              .map(({ record }) => [`${record.type} ${record.name}`, record.version] as const),
          );
          return [[layer, summariseLayer(facts, brought)] as const];
        });
        return { number, taken: takeParts(found), summaries };
      });
    },
    take: ({ number, taken, summaries }) => {
      parts.set(number, taken);
      for (const [index, bytes] of taken.layerBytes.entries()) {
        const layer = snapshot.images[number]!.layers[index];
        if (layer !== undefined && Number.isNaN(shippedBytes[layer]!)) shippedBytes[layer] = bytes;
      }
      for (const [layer, summary] of summaries) contents.set(layer, summary);
      status.showWhole(`read ${parts.size + failures} of ${targets.length} images`);
    },
    onFailure: async (_target, error) => {
      failures++;
      status.clear();
      await (await import('../print-error.ts')).printError(error, flags.debug === true, io);
    },
    cache,
    workers: flags.workers,
    signal: io.signal,
  });
  status.showWhole('');
  status.clear();
  return {
    snapshot: { ...snapshot, layers: { ...snapshot.layers, shippedBytes } },
    parts,
    contents,
    failures,
  };
}
