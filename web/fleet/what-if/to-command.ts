// The same question for the command line, where it can be asked there: only then are its patterns sure to mean the same images.
import type { FleetImage, FleetSnapshot } from '../../../src/fleet/snapshot/fleet-snapshot.ts';
import { matchesImage, matchesTag } from '../../../src/fleet/storage/what-if/name-pattern.ts';
import type { PageChange } from './page-changes.ts';

/** More would not be read. */
const MOST_WORDS = 40;

/** The command; null where it cannot be asked there. */
export function toCommand(
  { images }: FleetSnapshot,
  sources: readonly string[],
  changes: readonly PageChange[],
): string | null {
  const words: string[] = [];
  for (const change of changes) {
    const options = toOptions(change, images);
    if (options === null) return null;
    words.push(...options);
  }
  if (words.length > MOST_WORDS) return null;
  return ['plimsoll fleet what-if', ...sources.map(quote), ...words].join(' ');
}

function toOptions(change: PageChange, images: readonly FleetImage[]): readonly string[] | null {
  switch (change.kind) {
    case 'drop': {
      const chosen = new Set(change.names);
      const patterns = images
        .filter(({ name }) => chosen.has(name))
        .flatMap(({ repository, tags }) => tags.map((tag) => `${repository}:${tag}`));
      const isSame = images.every(({ name, repository, tags }) => {
        const goes = tags.filter((tag) => patterns.some((pattern) => matchesTag(pattern, repository, tag)));
        return chosen.has(name) ? tags.length > 0 && goes.length === tags.length : goes.length === 0;
      });
      return isSame ? [...new Set(patterns)].map((pattern) => `--drop ${quote(pattern)}`) : null;
    }
    case 'move':
      if (!isPlain(change.parent) || !meansThese(change.names, images)) return null;
      return change.names.map((name) => `--move ${quote(`${name}=${change.parent}`)}`);
    case 'one-os':
      return [`--one-os ${quote(change.os ?? 'most-used')}`];
    case 'squash':
      if (!meansThese(change.names, images)) return null;
      return change.names.map((name) => `--squash ${quote(name)}`);
    case 'add':
      return null;
  }
}

/** Whether the names as patterns mean no other images. */
function meansThese(names: readonly string[], images: readonly FleetImage[]): boolean {
  const chosen = new Set(names);
  return (
    names.every(isPlain) &&
    names.length <= MOST_WORDS &&
    images.every((image) => chosen.has(image.name) || !names.some((name) => matchesImage(name, image)))
  );
}

function isPlain(name: string): boolean {
  return /^[^=\s*]+$/.test(name);
}

function quote(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
