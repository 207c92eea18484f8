// Windows of a file that streams by once: what was asked for before it passed is kept, the rest is not touched. One block of
// memory, kept between files.

/** Bytes of a file from `offset` up to `end`. */
export interface ByteRange {
  readonly offset: number;
  readonly end: number;
}

const FIRST_BLOCK_BYTES = 256 * 1024;
const ZEROS = new Uint8Array(64 * 1024);

/** Ranges are asked for with `want` before they pass; `push` takes the file's bytes in order, and `read` gives what was kept. */
export class ByteWindows {
  readonly #limitBytes: number;
  #block = Buffer.allocUnsafe(0);
  #used = 0;
  /** Disjoint, in the order of the file, all beyond what has passed; the first may be half taken. */
  #wanted: ByteRange[] = [];
  #next = 0;
  #wantedBytes = 0;
  #taken: { offset: number; end: number; at: number }[] = [];
  #position = 0;

  /** At most `limitBytes` of a file are kept. */
  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** How many bytes of the file have passed. */
  get position(): number {
    return this.#position;
  }

  /** How many of them are kept. */
  get capturedBytes(): number {
    return this.#used;
  }

  /** Forgets the file before; views of it end here. */
  reset(): void {
    this.#used = 0;
    this.#wanted = [];
    this.#next = 0;
    this.#wantedBytes = 0;
    this.#taken = [];
    this.#position = 0;
  }

  /** Asks for a range; what of it has passed, or is over the limit, is not kept. */
  want(offset: number, end: number): void {
    let start = Math.max(offset, this.#position);
    const wanted = this.#wanted.slice(this.#next);
    const added: ByteRange[] = [];
    for (let i = 0; start < end && i <= wanted.length; i++) {
      const stop = Math.min(end, wanted[i]?.offset ?? end, start + this.#limitBytes - this.#wantedBytes);
      if (stop > start) {
        added.push({ offset: start, end: stop });
        this.#wantedBytes += stop - start;
      }
      start = Math.max(start, wanted[i]?.end ?? end);
    }
    if (added.length === 0) return;
    this.#wanted = [...wanted, ...added].sort((a, b) => a.offset - b.offset);
    this.#next = 0;
  }

  /** Takes the next bytes of the file. */
  push(bytes: Uint8Array): void {
    const start = this.#position;
    const end = start + bytes.length;
    this.#position = end;
    while (this.#next < this.#wanted.length) {
      const range = this.#wanted[this.#next]!;
      if (range.offset >= end) return;
      const [from, to] = [Math.max(range.offset, start), Math.min(range.end, end)];
      if (to > from) this.#take(bytes.subarray(from - start, to - start), from);
      if (range.end > end) return;
      this.#next++;
    }
  }

  /** Takes zeros that the file holds no bytes for, as sparse files do. */
  pushZeros(sizeBytes: number): void {
    for (let left = sizeBytes; left > 0; ) {
      const gap = (this.#wanted[this.#next]?.offset ?? Number.POSITIVE_INFINITY) - this.#position;
      const count = Math.min(left, gap > 0 ? gap : ZEROS.length);
      if (gap > 0) this.#position += count;
      else this.push(ZEROS.subarray(0, count));
      left -= count;
    }
  }

  /** A range as kept, or undefined where any of it is not. */
  read(offset: number, sizeBytes: number): Buffer | undefined {
    const bytes = this.readUpTo(offset, sizeBytes);
    return bytes.length === sizeBytes ? bytes : undefined;
  }

  /** What is kept without a gap from `offset` on, at most `sizeBytes`. */
  readUpTo(offset: number, sizeBytes: number): Buffer {
    let [low, high] = [0, this.#taken.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#taken[middle]!.end > offset) high = middle;
      else low = middle + 1;
    }
    const run = this.#taken[low];
    if (run === undefined || !(run.offset <= offset)) return this.#block.subarray(0, 0);
    const at = run.at + offset - run.offset;
    return this.#block.subarray(at, at + Math.min(sizeBytes, run.end - offset));
  }

  /** What is kept of a range, gap by gap. */
  readParts(
    offset: number,
    sizeBytes: number,
  ): readonly { readonly offset: number; readonly bytes: Buffer }[] {
    const end = offset + sizeBytes;
    return this.#taken
      .filter((run) => run.offset < end && run.end > offset)
      .map((run) => {
        const start = Math.max(run.offset, offset);
        return { offset: start, bytes: this.readUpTo(start, end - start) };
      });
  }

  #take(bytes: Uint8Array, offset: number): void {
    const at = this.#used;
    this.#used += bytes.length;
    if (this.#used > this.#block.length) this.#grow();
    this.#block.set(bytes, at);
    const last = this.#taken.at(-1);
    if (last?.end === offset) last.end += bytes.length;
    else this.#taken.push({ offset, end: offset + bytes.length, at });
  }

  #grow(): void {
    let length = Math.max(FIRST_BLOCK_BYTES, this.#block.length * 2);
    while (length < this.#used) length *= 2;
    const grown = Buffer.allocUnsafe(Math.min(length, Math.max(this.#limitBytes, this.#used)));
    grown.set(this.#block);
    this.#block = grown;
  }
}
