// Cache mounts (Dockerfile reference, `RUN --mount=type=cache`): what is below the target never becomes part of a layer.
import type { FixContext } from '../rule.ts';

const PLACES_NAMED = 3;
/** Other places are not named: what is printed here is pasted into a shell, and a comma ends a mount's target. */
const PLAIN = /^[\w.+@%:=/-]+$/;

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
  return nameFew(found);
}

/** What lies directly in a folder that ends in `end`: where some of it is needed, only the rest may go. */
export function placesWithin({ folder, paths }: FixContext, end: string): readonly string[] {
  const found = new Set<string>();
  for (const path of [folder, ...paths]) {
    const place = `/${path}`;
    const at = place.indexOf(`/${end}/`);
    if (at < 0) continue;
    const start = at + end.length + 2;
    const slash = place.indexOf('/', start);
    found.add(slash < 0 ? place : place.slice(0, slash));
  }
  return nameFew(found);
}

/** The option for a cache: at the place where the files are, up to and with `end`, or at `usual` where they are in none. */
export function mountCache(context: FixContext, end: string, usual: string): string {
  return mountAll([cachePlaces(context, end)[0] ?? usual]);
}

/** The options for these folders. */
export function mountAll(places: readonly string[]): string {
  return places.map((place) => `--mount=type=cache,target=${place}`).join(' ');
}

function nameFew(places: ReadonlySet<string>): readonly string[] {
  return [...places].filter((place) => PLAIN.test(place)).slice(0, PLACES_NAMED);
}
