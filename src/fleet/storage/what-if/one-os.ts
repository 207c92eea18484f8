// What if all images of a platform stood on one system? Their lowest layer becomes that one; all above stays as it is.
import { PlimsollError } from '../../../errors.ts';
import { formatPlatform } from '../../../oci/image/platform.ts';
import type { FleetImage, FleetMoment } from '../../snapshot/fleet-snapshot.ts';
import type { FleetEditor } from './fleet-editor.ts';
import { matchesImage } from './name-pattern.ts';

/** What a platform's images are put on. */
export interface ChosenSystem {
  readonly platform: string;
  readonly name: string;
}

/** Puts all images on one system for each platform; throws USAGE where no image has the one that is asked for. */
export function useOneSystem(
  editor: FleetEditor,
  os: string | undefined,
): { readonly imageCount: number; readonly chosen: readonly ChosenSystem[] } {
  const last = editor.moments.at(-1)!;
  const chosen = chooseSystems(last.images, os);
  if (chosen.size === 0)
    throw new PlimsollError('USAGE', 'no image of the fleet has this system', {
      ...(os === undefined ? {} : { subject: os }),
      hint: "It is an osVersion of the snapshot, or an image's name.",
    });
  const bottoms = new Map<FleetMoment, ReadonlyMap<string, number>>();
  const imageCount = editor.change((image, moment) => {
    const known = bottoms.get(moment) ?? findBottoms(moment.images, chosen);
    bottoms.set(moment, known);
    const bottom = known.get(formatPlatform(image.platform));
    if (bottom === undefined || image.layers.length === 0 || image.layers[0] === bottom) return image;
    return { ...image, layers: image.layers.with(0, bottom) };
  });
  return { imageCount, chosen: [...chosen].map(([platform, { name }]) => ({ platform, name })) };
}

interface System {
  readonly name: string;
  readonly has: (image: FleetImage) => boolean;
}

/** By platform: which images have the chosen system. */
function chooseSystems(images: readonly FleetImage[], os: string | undefined): ReadonlyMap<string, System> {
  const chosen = new Map<string, System>();
  for (const [platform, group] of groupBy(images, ({ platform }) => formatPlatform(platform))) {
    const system = os === undefined ? mostUsed(group) : named(group, os);
    if (system !== undefined) chosen.set(platform, system);
  }
  return chosen;
}

function named(images: readonly FleetImage[], os: string): System | undefined {
  const hasVersion = (image: FleetImage): boolean => image.osVersion === os;
  if (images.some(hasVersion)) return { name: os, has: hasVersion };
  const isNamed = (image: FleetImage): boolean => matchesImage(os, image);
  return images.some(isNamed) ? { name: os, has: isNamed } : undefined;
}

/** By what the images call it, where they say so; else by their lowest layer. */
function mostUsed(images: readonly FleetImage[]): System | undefined {
  const groups = groupBy(images, (image) => image.osVersion ?? `layer ${image.layers[0]}`);
  const [name, group] =
    [...groups].toSorted((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))[0] ?? [];
  const first = group?.[0];
  if (name === undefined || first === undefined) return undefined;
  if (first.osVersion !== undefined) return { name, has: (image) => image.osVersion === first.osVersion };
  return { name: `that of ${first.name}`, has: (image) => image.layers[0] === first.layers[0] };
}

/** By platform: the lowest layer that most images with the chosen system have at a moment. */
function findBottoms(
  images: readonly FleetImage[],
  chosen: ReadonlyMap<string, System>,
): ReadonlyMap<string, number> {
  const bottoms = new Map<string, number>();
  for (const [platform, group] of groupBy(images, ({ platform }) => formatPlatform(platform))) {
    const having = group.filter(
      (image) => image.layers.length > 0 && chosen.get(platform)?.has(image) === true,
    );
    const byBottom = [...groupBy(having, ({ layers }) => layers[0]!)];
    const [most] = byBottom.toSorted((a, b) => b[1].length - a[1].length || a[0] - b[0]);
    if (most !== undefined) bottoms.set(platform, most[0]);
  }
  return bottoms;
}

function groupBy<K>(
  images: readonly FleetImage[],
  keyOf: (image: FleetImage) => K,
): ReadonlyMap<K, FleetImage[]> {
  const groups = new Map<K, FleetImage[]>();
  for (const image of images) {
    const key = keyOf(image);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [image]);
    else group.push(image);
  }
  return groups;
}
