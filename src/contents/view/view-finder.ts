// Finds what a view shows at a path, the way a program in the container would: symlinks among the parents are followed.

import { linkBytes, locateEntry } from './locate-entry.ts';
import { folderEnd, nameStart } from './path-bytes.ts';
import { ABSENT, NO_NODE } from './path-tree.ts';
import { findDirectory, type Lookup, type WalkBudget } from './resolve-path.ts';
import type { SquashedView } from './squashed-view.ts';

/**
 * Look-ups in one view; those of paths in one folder after the other are the cheapest. Bytes that were searched for must not
 * change afterwards.
 */
export class ViewFinder {
  readonly #view: SquashedView;
  readonly #budget: WalkBudget;
  readonly #linkOf: (node: number) => Uint8Array;
  #lastBytes: Uint8Array = new Uint8Array(0);
  #lastStart = 0;
  #lastEnd = -1;
  #lastFolder = NO_NODE;

  /** `walkLimitBytes`: bytes of symlink targets walked in all before LAYER_LIMIT is thrown. */
  constructor(view: SquashedView, walkLimitBytes: number) {
    this.#view = view;
    this.#budget = { bytesLeft: walkLimitBytes };
    this.#linkOf = (node) => {
      const { facts, i } = locateEntry(view, view.inodes[node]!);
      return linkBytes(facts, i);
    };
  }

  /** What shows at the path `bytes[start..end]`, without a leading slash; NO_NODE where nothing does. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const name = nameStart(bytes, start, end);
    const parentEnd = folderEnd(start, name);
    const folder = this.#findFolder(bytes, start, parentEnd);
    if (folder === NO_NODE || start === end) return folder;
    const { tree } = this.#view;
    const node = tree.find(folder, bytes, name, end);
    return node === NO_NODE || tree.kinds[node] === ABSENT ? NO_NODE : node;
  }

  #findFolder(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    const isLast = length === this.#lastEnd - this.#lastStart;
    if (isLast && isSameRange(bytes, start, this.#lastBytes, this.#lastStart, length))
      return this.#lastFolder;
    const lookup: Lookup = { throughSymlink: false, problem: undefined };
    const { tree } = this.#view;
    const folder = findDirectory(tree, this.#linkOf, bytes, start, end, undefined, lookup, this.#budget);
    this.#lastBytes = bytes;
    this.#lastStart = start;
    this.#lastEnd = end;
    this.#lastFolder = folder;
    return folder;
  }
}

function isSameRange(a: Uint8Array, atA: number, b: Uint8Array, atB: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[atA + i] !== b[atB + i]) return false;
  return true;
}
