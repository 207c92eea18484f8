// What if the layers of images became one each? Nothing is taken off for files that would go: that is known only once it is done.
import { PlimsollError } from '../../../errors.ts';
import type { FleetImage } from '../../snapshot/fleet-snapshot.ts';
import type { FleetEditor } from './fleet-editor.ts';
import { matchesImage } from './name-pattern.ts';

/** Squashes the images that fit; throws USAGE where none does now. Gives the number of images that changed now. */
export function squashImages(editor: FleetEditor, pattern: string): number {
  if (!editor.moments.at(-1)!.images.some((image) => matchesImage(pattern, image)))
    throw new PlimsollError('USAGE', 'no image of the fleet is called so', { subject: pattern });
  return squashChosen(editor, (image) => matchesImage(pattern, image));
}

/** The same of images that are chosen in another way. */
export function squashChosen(editor: FleetEditor, isChosen: (image: FleetImage) => boolean): number {
  const done = new Map<FleetImage, FleetImage>();
  return editor.change((image) => {
    const known = done.get(image);
    if (known !== undefined) return known;
    const isWanted = image.layers.length > 1 && isChosen(image);
    const result = isWanted ? { ...image, layers: Uint32Array.of(editor.mergeLayers(image.layers)) } : image;
    done.set(image, result);
    return result;
  });
}
