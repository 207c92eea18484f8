// The files that earlier searches have read, as columns that all threads share: nothing is read again whose device, inode,
// size, mtime and ctime are the same.
import type { Stats } from 'node:fs';

/** Device, inode, size, mtime, ctime, and the number of the reading: 0 for nothing found. */
export const ROW_COLUMNS = 6;
/** The part of a row that says which file it is. */
export const IDENTITY_COLUMNS = 5;

/** Rows in the order in which walks meet them, and where each inode's row is: its number + 1, or 0. Both in shared memory. */
export interface KnownRows {
  readonly rows: Float64Array;
  readonly slots: Uint32Array;
}

/** Finds the rows of files; most stand right behind the one that was found last. */
export class RowFinder {
  readonly #rows: Float64Array;
  readonly #slots: Uint32Array;
  readonly #count: number;
  #next = 0;

  constructor({ rows, slots }: KnownRows) {
    this.#rows = rows;
    this.#slots = slots;
    this.#count = rows.length / ROW_COLUMNS;
  }

  /** The number of the file's row, or -1 where it is not known. */
  find(stat: Stats): number {
    if (this.#next < this.#count && this.#isSame(this.#next, stat)) return this.#next++;
    const mask = this.#slots.length - 1;
    for (let slot = slotOf(stat.ino, mask); this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const row = this.#slots[slot]! - 1;
      if (!this.#isSame(row, stat)) continue;
      this.#next = row + 1;
      return row;
    }
    return -1;
  }

  /** The number of the reading of a row; 0 where nothing was found. */
  readingOf(row: number): number {
    return this.#rows[row * ROW_COLUMNS + IDENTITY_COLUMNS]!;
  }

  #isSame(row: number, { dev, ino, size, mtimeMs, ctimeMs }: Stats): boolean {
    const at = row * ROW_COLUMNS;
    const rows = this.#rows;
    return (
      rows[at + 1] === ino &&
      rows[at + 2] === size &&
      rows[at + 3] === mtimeMs &&
      rows[at + 4] === ctimeMs &&
      rows[at] === dev
    );
  }
}

/** Puts rows into shared memory; of rows with the same identity the first counts, and the others are left out. */
export function shareRows(pieces: readonly Float64Array[]): KnownRows {
  const count = pieces.reduce((sum, { length }) => sum + length / ROW_COLUMNS, 0);
  let length = 16;
  while (length < count * 2) length *= 2;
  const slots = new Uint32Array(new SharedArrayBuffer(length * 4));
  const rows = new Float64Array(new SharedArrayBuffer(count * ROW_COLUMNS * 8));
  let kept = 0;
  for (const piece of pieces)
    for (let at = 0; at < piece.length; at += ROW_COLUMNS) {
      const slot = findSlot(piece, at, rows, slots);
      if (slot === -1) continue;
      for (let k = 0; k < ROW_COLUMNS; k++) rows[kept * ROW_COLUMNS + k] = piece[at + k]!;
      slots[slot] = ++kept;
    }
  return { rows: rows.subarray(0, kept * ROW_COLUMNS), slots };
}

/** Where a row goes, or -1 where one of the same identity is there already. */
function findSlot(from: Float64Array, at: number, rows: Float64Array, slots: Uint32Array): number {
  const mask = slots.length - 1;
  let slot = slotOf(from[at + 1]!, mask);
  for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
    const other = (slots[slot]! - 1) * ROW_COLUMNS;
    let same = 0;
    while (same < IDENTITY_COLUMNS && rows[other + same] === from[at + same]) same++;
    if (same === IDENTITY_COLUMNS) return -1;
  }
  return slot;
}

/** Whether rows and slots fit, as a file has them that nobody changed. */
export function areConsistent({ rows, slots }: KnownRows): boolean {
  const count = rows.length / ROW_COLUMNS;
  if (!Number.isInteger(Math.log2(slots.length)) || slots.length < count * 2) return false;
  let used = 0;
  for (let i = 0; i < slots.length; i++) {
    if (slots[i]! > count) return false;
    if (slots[i] !== 0) used++;
  }
  return used === count;
}

function slotOf(inode: number, mask: number): number {
  const mixed = Math.imul((inode % 0x1_0000_0000) ^ (inode / 0x1_0000_0000), 0x9e37_79b1);
  return ((mixed >>> 15) ^ mixed) & mask;
}
