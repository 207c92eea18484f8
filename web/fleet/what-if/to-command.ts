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
      const tags = images
        .filter(({ name }) => chosen.has(name))
        .flatMap((image) => image.tags.map((tag) => `${image.repository}:${tag}`));
      return (
        find([[toPattern(tags)], [...new Set(tags)]], (patterns) =>
          dropsThese(patterns, chosen, images),
        )?.map((pattern) => `--drop ${quote(pattern)}`) ?? null
      );
    }
    case 'move': {
      if (!isPlain(change.parent)) return null;
      // Several moves would be made one after the other, which is not the same.
      const [pattern] = findPatterns(change.names, images, 1) ?? [];
      return pattern === undefined ? null : [`--move ${quote(`${pattern}=${change.parent}`)}`];
    }
    case 'one-os':
      return [`--one-os ${quote(change.os ?? 'most-used')}`];
    case 'squash':
      return (
        findPatterns(change.names, images, MOST_WORDS)?.map((pattern) => `--squash ${quote(pattern)}`) ?? null
      );
    case 'add':
      return null;
  }
}

/** One pattern for all names, else the names; null where either means other images too. */
function findPatterns(
  names: readonly string[],
  images: readonly FleetImage[],
  most: number,
): readonly string[] | null {
  const chosen = new Set(names);
  return find([[toPattern(names)], names], (patterns) => {
    if (patterns.length > most) return false;
    return images.every(
      (image) => patterns.some((pattern) => matchesImage(pattern, image)) === chosen.has(image.name),
    );
  });
}

/** Whether exactly these images lose all their tags, and no other loses one. */
function dropsThese(
  patterns: readonly string[],
  chosen: ReadonlySet<string>,
  images: readonly FleetImage[],
): boolean {
  return images.every(({ name, repository, tags }) => {
    const goes = tags.filter((tag) => patterns.some((pattern) => matchesTag(pattern, repository, tag)));
    return chosen.has(name) ? tags.length > 0 && goes.length === tags.length : goes.length === 0;
  });
}

/** What all begin with. */
function toPattern(names: readonly string[]): string {
  const [first = ''] = names;
  if (names.every((name) => name === first)) return first;
  let length = 0;
  while (length < first.length && names.every((name) => name[length] === first[length])) length++;
  return `${first.slice(0, length)}*`;
}

function find(
  candidates: readonly (readonly string[])[],
  isRight: (patterns: readonly string[]) => boolean,
): readonly string[] | null {
  return (
    candidates.find(
      (patterns) => patterns.length <= MOST_WORDS && patterns.every(isPlain) && isRight(patterns),
    ) ?? null
  );
}

function isPlain(name: string): boolean {
  return /^[^=\s*]+\*?$/.test(name);
}

function quote(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
