// What becomes of each entry of each layer: whether it still shows, what hid it, and whether it only repeats content.
import { NO_ENTRY, VISIBLE } from './squashed-view.ts';

/** Columns over all entries, numbered through. A file shows as long as one of its names does. */
export class EntryFates {
  readonly hiddenBy: Uint16Array;
  readonly hiddenHow: Uint8Array;
  /** See `SquashedView`. */
  copiedFrom: Uint32Array | null = null;
  readonly #nameCounts: Uint32Array;

  constructor(entryCount: number) {
    this.hiddenBy = new Uint16Array(entryCount).fill(VISIBLE);
    this.hiddenHow = new Uint8Array(entryCount);
    this.#nameCounts = new Uint32Array(entryCount);
  }

  /** One more name shows the content of `inode`. */
  addName(inode: number): void {
    this.#nameCounts[inode]! += 1;
  }

  /** One name less does; the last one hides it. */
  dropName(inode: number, layer: number, how: number): void {
    this.#nameCounts[inode]! -= 1;
    if (this.#nameCounts[inode] === 0) this.hide(inode, layer, how);
  }

  hide(entry: number, layer: number, how: number): void {
    this.hiddenBy[entry] = layer;
    this.hiddenHow[entry] = how;
  }

  /** `entry` took the place of `before` with the same content. */
  markCopy(entry: number, before: number): void {
    this.copiedFrom ??= new Uint32Array(this.hiddenBy.length).fill(NO_ENTRY);
    this.copiedFrom[entry] = before;
  }
}
