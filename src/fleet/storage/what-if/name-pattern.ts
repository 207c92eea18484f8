// Patterns by which images are chosen.
import type { FleetImage } from '../../snapshot/fleet-snapshot.ts';

/** Whether the text fits a pattern in which `*` stands for any text; takes time by the product of the lengths at most. */
export function matchesPattern(pattern: string, text: string): boolean {
  let [p, t, starAt, resumeAt] = [0, 0, -1, 0];
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') {
      starAt = p++;
      resumeAt = t;
    } else if (p < pattern.length && pattern[p] === text[t]) {
      p++;
      t++;
    } else if (starAt >= 0) {
      p = starAt + 1;
      t = ++resumeAt;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Whether a tag of a repository fits: a pattern without `:` and `/` is one of tags. */
export function matchesTag(pattern: string, repository: string, tag: string): boolean {
  return matchesPattern(pattern, /[:/]/.test(pattern) ? `${repository}:${tag}` : tag);
}

/** Whether an image fits by its name, its repository or one of its tags. */
export function matchesImage(pattern: string, { name, repository, tags }: FleetImage): boolean {
  return (
    matchesPattern(pattern, name) ||
    matchesPattern(pattern, repository) ||
    tags.some((tag) => matchesPattern(pattern, `${repository}:${tag}`))
  );
}
