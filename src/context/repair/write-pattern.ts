// Paths as lines of an ignore file that all builders read alike. What is special to one of them gets a backslash; podman makes
// an expression of every line, so that more characters are special there (`c++` ends its build).

const SPECIAL = /[*?[\]\\+(){}|^]/g;
/** No line can hold these: ends of lines, white space that is cut off, bytes that are not UTF-8. */
const UNWRITABLE = /[\n\r\uFEFF]|^\s|\s$|[\uDC80-\uDCFF](?<![\uD800-\uDBFF][\uDC00-\uDFFF])/;

/** The line that takes exactly this path and what lies below it; undefined where no line can. */
export function writePattern(path: string): string | undefined {
  if (path === '' || UNWRITABLE.test(path)) return undefined;
  const escaped = path.replace(SPECIAL, '\\$&');
  return escaped.startsWith('#') || escaped.startsWith('!') ? `\\${escaped}` : escaped;
}

/** The exception for a path; undefined where it would need what looks like a wildcard, which ends BuildKit's pruning. */
export function writeException(path: string): string | undefined {
  const pattern = writePattern(path);
  return pattern === path ? `!${path}` : undefined;
}
