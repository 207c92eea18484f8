// Collects the paths of one package after the other where a database spells folders and names apart: what comes out may be
// longer than what went in, so there is an end to it.

const NEWLINE = 0x0a;
const SLASH = 0x2f;
const START_BYTES = 64 * 1024;
/** Databases of real packages give less than a byte of paths for each of their own; one that gives this many is made up. */
const GROWTH_MAX = 16;

/** Writes paths without leading and trailing slashes, one a line. */
export class PathsWriter {
  #bytes = new Uint8Array(START_BYTES);
  #length = 0;
  #left: number;

  /** For a database of so many bytes. */
  constructor(databaseBytes: number) {
    this.#left = Math.max(START_BYTES, databaseBytes * GROWTH_MAX);
  }

  /** Whether more was added than a real database could mean; what was added since is not kept. */
  get isFull(): boolean {
    return this.#left < 0;
  }

  /** Adds the path that is a range of bytes; the root is none. */
  addPath(bytes: Uint8Array, start: number, end: number): void {
    this.addName(bytes, start, start, start, end);
  }

  /** Adds a name in a folder, each a range of bytes; the folder may be the root. */
  addName(bytes: Uint8Array, folderStart: number, folderEnd: number, start: number, end: number): void {
    const needed = folderEnd - folderStart + end - start + 2;
    this.#left -= needed;
    if (this.#left < 0) return;
    this.#grow(needed);
    const before = this.#length;
    if (before > 0) this.#bytes[this.#length++] = NEWLINE;
    const first = this.#length;
    this.#append(bytes, folderStart, folderEnd);
    if (this.#length > first) this.#bytes[this.#length++] = SLASH;
    const name = this.#length;
    this.#append(bytes, start, end);
    if (this.#length === name) this.#length = before;
  }

  /** The paths since the last call. */
  take(): Uint8Array {
    const paths = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return paths;
  }

  #append(bytes: Uint8Array, start: number, end: number): void {
    let from = start;
    let to = end;
    while (from < to && bytes[from] === SLASH) from++;
    while (to > from && bytes[to - 1] === SLASH) to--;
    while (from < to) this.#bytes[this.#length++] = bytes[from++]!;
  }

  #grow(needed: number): void {
    if (this.#length + needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + needed));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
