// Folders that variables of an image name.
import type { ImageLook } from '../rule.ts';
import { fromRoot } from './path-parts.ts';

/** The absolute paths in these variables as rules see paths; the root and what is no path are left out. */
export function foldersOf(image: ImageLook, variables: readonly string[]): readonly string[] {
  return variables
    .map((name) => image.env.get(name) ?? '')
    .filter((value) => value.startsWith('/') && value.length <= 4096)
    .map(fromRoot)
    .filter((path) => path !== '');
}
