// Lists of paths as `PackageFiles` has them: bytes, one path a line, without a leading slash.

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SLASH = 0x2f;
const DOT = 0x2e;

/**
 * The paths of a text of lines, as they are spelled but for the slashes before them; the root itself is left out. `findStart`
 * says where in a line its path begins, or gives -1 for a line without; a path ends before `endByte` or with its line. The
 * result is never longer than the text.
 */
export function listPaths(
  text: Uint8Array,
  findStart: (text: Uint8Array, start: number, end: number) => number,
  endByte = CARRIAGE_RETURN,
): Uint8Array {
  const paths = new Uint8Array(text.length);
  let length = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf(NEWLINE, start);
    const end = newline === -1 ? text.length : newline;
    const found = findStart(text, start, end);
    start = end + 1;
    if (found === -1) continue;
    let at = skipRoot(text, found, end);
    if (at >= end || text[at] === endByte) continue;
    if (length > 0) paths[length++] = NEWLINE;
    while (at < end && text[at] !== endByte) paths[length++] = text[at++]!;
  }
  return paths.subarray(0, length);
}

/** Calls back for each line that is not empty. */
export function visitLines(text: Uint8Array, visit: (start: number, end: number) => void): void {
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf(NEWLINE, start);
    if (end < 0) end = text.length;
    if (end > start) visit(start, end);
    start = end + 1;
  }
}

/** Skips slashes and `./` before a path; the root, `/.`, is nothing but these. */
function skipRoot(text: Uint8Array, start: number, end: number): number {
  let at = start;
  for (;;) {
    if (at < end && text[at] === SLASH) at++;
    else if (at < end && text[at] === DOT && (at + 1 === end || text[at + 1] === SLASH)) at++;
    else return at;
  }
}
