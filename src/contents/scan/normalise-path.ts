// Entry paths as engines clean them before use (Go's filepath.Clean under the root): no `./`, `//`, leading or trailing slash.

const SLASH = 0x2f;
const DOT = 0x2e;

/** A cleaned path and whether it held `..`, which engines clean or refuse. */
export interface NormalisedPath {
  readonly length: number;
  readonly hadDotDot: boolean;
}

/** Writes the cleaned form of `path` to `into` at `offset`; `..` never leads out of the root. The cleaned form is never longer. */
export function normalisePath(path: Uint8Array, into: Uint8Array, offset: number): NormalisedPath {
  let out = offset;
  let hadDotDot = false;
  const end = path.length;
  let start = 0;
  while (start < end) {
    let stop = start;
    while (stop < end && path[stop] !== SLASH) stop++;
    const length = stop - start;
    const isDotted = isDots(path, start, stop);
    if (isDotted && length === 2) {
      hadDotDot = true;
      out = parentEnd(into, offset, out);
    } else if (length > 0 && !isDotted) {
      if (out > offset) into[out++] = SLASH;
      for (let i = start; i < stop; i++) into[out++] = path[i]!;
    }
    start = stop + 1;
  }
  return { length: out - offset, hadDotDot };
}

/** Whether a name is `.` or `..`. */
export function isDots(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== DOT || end <= start || end - start > 2) return false;
  return end - start === 1 || bytes[start + 1] === DOT;
}

function parentEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && bytes[at - 1] !== SLASH) at--;
  return at > start ? at - 1 : start;
}
