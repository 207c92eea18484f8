// Globs of plimsoll.yaml. Matching takes time by the product of the lengths at most, whatever pattern and path.

/** Whether the text fits a pattern in which `*` stands for any characters, `/` among them. */
export function matchesWildcard(pattern: string, text: string): boolean {
  return matchesSequence(pattern, text, '*', (part, character) => part === character);
}

/**
 * Makes the test for a path glob: from the root of the image; `*` and `?` within one segment, `**` for any number of
 * segments; a pattern that names a folder takes all that is in it.
 */
export function createPathGlob(pattern: string): (path: string) => boolean {
  const segments = pattern.split('/').filter((segment) => segment !== '' && segment !== '.');
  const withContent = [...segments, '**'];
  return (path) =>
    matchesSequence(withContent, path.split('/'), '**', (segment, name) =>
      matchesSequence(segment, name, '*', (part, character) => part === '?' || part === character),
    );
}

/** Greedy matching that goes back to the last `any` only: earlier ones can never do better. */
function matchesSequence<T extends string | readonly string[]>(
  pattern: T,
  text: T,
  any: string,
  isMatch: (part: string, piece: string) => boolean,
): boolean {
  let p = 0;
  let t = 0;
  let anyAt = -1;
  let resumeAt = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === any) {
      anyAt = p++;
      resumeAt = t;
    } else if (p < pattern.length && isMatch(pattern[p]!, text[t]!)) {
      p++;
      t++;
    } else if (anyAt >= 0) {
      p = anyAt + 1;
      t = ++resumeAt;
    } else return false;
  }
  while (pattern[p] === any) p++;
  return p === pattern.length;
}
