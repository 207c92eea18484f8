// Parts of paths in columns of bytes.

export const SLASH = 0x2f;

/** Where the last name of the path `bytes[start..end]` begins. */
export function nameStart(bytes: Uint8Array, start: number, end: number): number {
  let name = end;
  while (name > start && bytes[name - 1] !== SLASH) name--;
  return name;
}

/** Where the folder of a path whose last name begins at `name` ends. */
export function folderEnd(start: number, name: number): number {
  return name > start ? name - 1 : start;
}

/** Whether `bytes[start..end]` is the same text as `bytes[otherStart..otherEnd]`. */
export function areSamePaths(
  bytes: Uint8Array,
  start: number,
  end: number,
  otherStart: number,
  otherEnd: number,
): boolean {
  const length = end - start;
  if (otherEnd - otherStart !== length) return false;
  let at = 0;
  while (at < length && bytes[start + at] === bytes[otherStart + at]) at++;
  return at === length;
}
