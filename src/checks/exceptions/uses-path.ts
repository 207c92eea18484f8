// Folders that an image's config points at: entrypoint, command, working folder and variables.
import type { ImageLook } from '../rule.ts';
import { commandWords } from './runs-program.ts';

/** Variables that say where scratch files go; they make nothing needed. */
const SCRATCH = /CACHE|TMP|TEMP/i;

/**
 * Whether the config points at the file or folder directly below `root` that the path is in: `/tmp/app/start.sh` as the
 * entrypoint makes all of `tmp/app/` needed, and nothing else in `tmp`.
 */
export function usesPath(image: ImageLook, path: string, root: string): boolean {
  const end = path.indexOf('/', root.length + 1);
  const place = `/${end < 0 ? path : path.slice(0, end)}`;
  if (isAtOrBelow(`/${image.workingFolder}`, place)) return true;
  if (commandWords(image).some((word) => mentions(word, place))) return true;
  for (const [name, value] of image.env) if (!SCRATCH.test(name) && mentions(value, place)) return true;
  return false;
}

/** Whether a text names a place as a whole path or as the beginning of one: `-javaagent:/tmp/agent.jar`. */
function mentions(text: string, place: string): boolean {
  for (let at = text.indexOf(place); at >= 0; at = text.indexOf(place, at + 1))
    if (isPathEnd(text[at + place.length]) && !/[\w.]/.test(text[at - 1] ?? '')) return true;
  return false;
}

function isPathEnd(character: string | undefined): boolean {
  return character === undefined || /[/:;,\s"'=]/.test(character);
}

function isAtOrBelow(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}
