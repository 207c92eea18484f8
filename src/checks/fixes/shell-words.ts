// Paths of an image as words of a command that somebody may paste into a shell.

/** A path from the root as one word: as it is where it is plain, else in quotes that nothing in it can end. */
export function shellPath(path: string): string {
  const absolute = `/${path}`;
  return /^[\w.+@%,:=/-]+$/.test(absolute) ? absolute : `'${absolute.replaceAll("'", `'\\''`)}'`;
}
