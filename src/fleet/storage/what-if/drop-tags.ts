// What if a set of tags were given up?
import type { FleetImage } from '../../snapshot/fleet-snapshot.ts';
import type { FleetEditor } from './fleet-editor.ts';
import { matchesTag } from './name-pattern.ts';

/** Takes the tags away, and images that have none left; gives the number of images that changed now. */
export function dropTags(editor: FleetEditor, pattern: string): number {
  const done = new Map<FleetImage, FleetImage | undefined>();
  return editor.change((image) => {
    if (done.has(image)) return done.get(image);
    const tags = image.tags.filter((tag) => !matchesTag(pattern, image.repository, tag));
    const result =
      tags.length === image.tags.length ? image : tags.length === 0 ? undefined : { ...image, tags };
    done.set(image, result);
    return result;
  });
}
