// Folders that an image's config points at: entrypoint, command, working folder and variables.
import type { ImageLook } from '../rule.ts';
import { perImage } from './per-image.ts';
import { commandWords } from './runs-program.ts';

/** Variables that say where scratch files go; they make nothing needed. */
const SCRATCH = /CACHE|TMP|TEMP/i;
/** A name in one of the folders for temporary files, as a whole path or the beginning of one: `-javaagent:/tmp/agent.jar`. */
const MENTION = /(?<![\w.])\/(?:(?:var|usr)\/)?tmp\/[^/:;,\s"'=]+/g;

const usedPlaces = perImage((image): ReadonlySet<string> => {
  const texts = [`/${image.workingFolder}`, ...commandWords(image)];
  for (const [name, value] of image.env) if (!SCRATCH.test(name)) texts.push(value);
  return new Set(texts.flatMap((text) => text.match(MENTION) ?? []).map((place) => place.slice(1)));
});

/**
 * Whether the config points at the file or folder directly below `root`, a folder for temporary files, that the path is
 * in: `/tmp/app/start.sh` as the entrypoint makes all of `tmp/app/` needed, and nothing else in `tmp`.
 */
export function usesPath(image: ImageLook, path: string, root: string): boolean {
  const end = path.indexOf('/', root.length + 1);
  return usedPlaces(image).has(end < 0 ? path : path.slice(0, end));
}
