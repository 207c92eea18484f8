// Cache mounts (Dockerfile reference, `RUN --mount=type=cache`): what is below the target never becomes part of a layer.
import type { FixContext } from '../rule.ts';

const PLACES_NAMED = 3;

/** The folders, from the root, that end in one of `ends` and hold files of the finding; a few, in the order of the files. */
export function cachePlaces({ folder, paths }: FixContext, ...ends: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const path of [folder, ...paths]) {
    const place = `/${path}/`;
    for (const end of ends) {
      const at = place.indexOf(`/${end}/`);
      if (at < 0) continue;
      found.add(place.slice(0, at + end.length + 1));
      break;
    }
  }
  return [...found].slice(0, PLACES_NAMED);
}

/** The option for a cache: at the place where the files are, up to and with `end`, or at `usual` where they are in none. */
export function mountCache(context: FixContext, end: string, usual: string): string {
  return mountAll([cachePlaces(context, end)[0] ?? usual]);
}

/** The options for these folders. */
export function mountAll(places: readonly string[]): string {
  return places.map((place) => `--mount=type=cache,target=${place}`).join(' ');
}
