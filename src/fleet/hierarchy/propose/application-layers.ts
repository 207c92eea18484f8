// Which layers of an image are its application's: those above the last one that installs packages of a distribution or that another
// image has. They are built anew whenever the application is.
import { SYSTEM_TYPES } from '../../../contents/packages/make-purl.ts';
import type { PackageType } from '../../../contents/packages/package-record.ts';
import type { FleetSnapshot } from '../../snapshot/fleet-snapshot.ts';
import type { ImagePart } from '../parts/image-parts.ts';

/** Whether a distribution's package manager installed it. */
export function isSystemPart({ type }: Pick<ImagePart, 'type'>): boolean {
  return SYSTEM_TYPES.has(type as PackageType);
}

/** Smaller layers hold no file, as a WORKDIR makes them: they are equal by chance. A file's header alone takes more. */
const FLOOR_BYTES = 100;

/** For each layer how many of the images share it: one where it holds nothing. */
export function countUsers(fleet: FleetSnapshot, images: readonly number[]): ReadonlyMap<number, number> {
  const users = new Map<number, number>();
  for (const image of images)
    for (const layer of new Set(fleet.images[image]!.layers)) {
      const isEmpty = fleet.layers.shippedBytes[layer]! < FLOOR_BYTES;
      users.set(layer, isEmpty ? 1 : (users.get(layer) ?? 0) + 1);
    }
  return users;
}

/**
 * The position of the first of them. The top layer is one whatever else it installs, unless other images have it too: then
 * there is none.
 */
export function findApplicationDepth(
  layers: Uint32Array,
  parts: readonly ImagePart[],
  users: ReadonlyMap<number, number>,
): number {
  const isShared = (index: number): boolean => users.get(layers[index]!)! > 1;
  if (isShared(layers.length - 1)) return layers.length;
  const installs = new Set(parts.filter(isSystemPart).map(({ layer }) => layer));
  let depth = layers.length - 1;
  while (depth > 0 && !installs.has(depth - 1) && !isShared(depth - 1)) depth--;
  // A top layer that installs is both; what is below it is not the application's.
  return installs.has(layers.length - 1) ? layers.length - 1 : depth;
}
