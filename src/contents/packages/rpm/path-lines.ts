// Paths put together from folders and names, one a line.

const NEWLINE = 0x0a;
const SLASH = 0x2f;
const FIRST_BYTES = 4096;

/** A growing list of paths, all parts of which are in the same bytes. */
export class PathLines {
  readonly #source: Uint8Array;
  readonly #limitBytes: number;
  #lines = new Uint8Array(FIRST_BYTES);
  #length = 0;
  #isFull = false;

  constructor(source: Uint8Array, limitBytes: number) {
    this.#source = source;
    this.#limitBytes = limitBytes;
  }

  /** Whether a path came that would have made the list longer than its limit. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Adds a folder, which ends with a slash or is empty, and a name in it; nothing where that makes no line. */
  add(folderStart: number, folderEnd: number, nameStart: number, nameEnd: number): void {
    const needed = this.#length + (folderEnd - folderStart) + (nameEnd - nameStart) + 1;
    if (needed > this.#limitBytes) {
      this.#isFull = true;
      return;
    }
    if (needed > this.#lines.length) this.#grow(needed);
    const start = this.#length;
    if (!this.#append(start, folderStart, folderEnd) || !this.#append(start, nameStart, nameEnd))
      this.#length = start;
    if (this.#length > start) this.#lines[this.#length++] = NEWLINE;
  }

  /** The list, a newline after each path. */
  take(): Uint8Array {
    return this.#lines.slice(0, this.#length);
  }

  /** Appends to the line that starts at `lineStart`, without slashes at its beginning; false where a newline would divide it. */
  #append(lineStart: number, from: number, to: number): boolean {
    let end = this.#length;
    for (let i = from; i < to; i++) {
      const byte = this.#source[i]!;
      if (byte === NEWLINE) return false;
      if (byte !== SLASH || end > lineStart) this.#lines[end++] = byte;
    }
    this.#length = end;
    return true;
  }

  #grow(neededBytes: number): void {
    const larger = new Uint8Array(Math.min(this.#limitBytes, 2 * neededBytes));
    larger.set(this.#lines.subarray(0, this.#length));
    this.#lines = larger;
  }
}
