// Lines for an ignore file, made so that they mean the path that they were made from and nothing else.

const SPECIAL = /[*?[\]^\\!#{}|+()$]/;

/** A line for exactly this path, at its place; undefined where no line says it for all builders alike. */
export function lineForPath(path: string): string | undefined {
  if (SPECIAL.test(path) || path !== path.trim() || path.includes('\n')) return undefined;
  return path;
}

/** Lines in words: `a`, `b` and 3 more. */
export function tellLines(lines: readonly string[], most = 6): string {
  const shown = lines.slice(0, most).map((line) => `\`${line}\``);
  const left = lines.length - shown.length;
  if (left > 0) return `${shown.join(', ')} and ${left} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
