// What if images were built on another image? Their own layers stay as they are, on the other one's.
import { PlimsollError } from '../../../errors.ts';
import { formatPlatform } from '../../../oci/image/platform.ts';
import type { FleetImage, FleetMoment } from '../../snapshot/fleet-snapshot.ts';
import type { FleetEditor } from './fleet-editor.ts';
import { matchesImage } from './name-pattern.ts';

/** What a moment is asked for. */
interface MomentIndex {
  readonly stacks: ReadonlySet<string>;
  /** By platform. */
  readonly parents: ReadonlyMap<string, FleetImage>;
}

/** Moves the images; throws USAGE where nothing fits now. Gives the number of images that changed now. */
export function moveImages(editor: FleetEditor, pattern: string, parent: string): number {
  const last = editor.moments.at(-1)!;
  if (!last.images.some((image) => matchesImage(parent, image)))
    throw new PlimsollError('USAGE', 'no image of the fleet is called so', { subject: parent });
  if (!last.images.some((image) => matchesImage(pattern, image)))
    throw new PlimsollError('USAGE', 'no image of the fleet is called so', { subject: pattern });
  return moveChosen(editor, (image) => matchesImage(pattern, image), parent);
}

/** The same of images that are chosen in another way; where a platform has no such parent, they stay. */
export function moveChosen(
  editor: FleetEditor,
  isChosen: (image: FleetImage) => boolean,
  parent: string,
): number {
  const indexes = new Map<FleetMoment, MomentIndex>();
  return editor.change((image, moment) => {
    if (!isChosen(image)) return image;
    const index = indexes.get(moment) ?? indexMoment(moment, parent);
    indexes.set(moment, index);
    const target = index.parents.get(formatPlatform(image.platform));
    if (target === undefined || target === image) return image;
    const own = image.layers.subarray(findBaseDepth(image, index.stacks));
    const layers = Uint32Array.from([...target.layers, ...own]);
    return isSameStack(layers, image.layers) ? image : { ...image, base: target.name, layers };
  });
}

function indexMoment({ images }: FleetMoment, parent: string): MomentIndex {
  const parents = new Map<string, FleetImage>();
  for (const image of images) {
    const platform = formatPlatform(image.platform);
    if (!parents.has(platform) && matchesImage(parent, image)) parents.set(platform, image);
  }
  return { stacks: new Set(images.map(({ layers }) => layers.join())), parents };
}

/** How many of its layers are the whole of another image, the largest there is; else the lowest layer is taken for its base. */
function findBaseDepth({ layers }: FleetImage, stacks: ReadonlySet<string>): number {
  for (let depth = layers.length - 1; depth > 0; depth--)
    if (stacks.has(layers.subarray(0, depth).join())) return depth;
  return Math.min(1, layers.length);
}

function isSameStack(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((layer, i) => layer === b[i]);
}
