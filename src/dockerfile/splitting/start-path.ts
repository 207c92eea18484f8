// Where what is started lies in the stage that builds it.
import type { ReadStage } from './production-needs.ts';
import { resolvePath } from './read-commands.ts';

/** The path of the program that is started, or of a word that names a file; undefined where it cannot be told. */
export function pathOf({ workdir, input: { image } }: ReadStage, word: string): string | undefined {
  if (word.includes('/')) return resolvePath(workdir, word);
  return image?.findProgram(word);
}

/** Whether the image, where there is one, has nothing at a path. */
export function isKnownAbsent({ input: { image } }: ReadStage, path: string): boolean {
  return image !== undefined && image.kindOf(path) === undefined;
}

/** The folder of a path, with a slash at its end, as COPY takes it. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
