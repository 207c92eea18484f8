// The hidden files of a view by the paths under which their layers have them. A tree, since as text these paths could take
// far more than all else that is known of the image.
import { ENTRY_KIND } from '../facts/layer-facts.ts';
import { NO_NODE, PathTree } from './path-tree.ts';
import { type SquashedView, VISIBLE } from './squashed-view.ts';

const SLASH = 0x2f;
const NO_ENTRY = -1;

/** Paths are as stored; symlinks are not followed. */
export class HiddenFiles {
  readonly #tree: PathTree;
  /** For each node the last of its entries, and for each of these the one before. */
  readonly #lastEntries: Int32Array;
  readonly #earlierEntries = new Map<number, number>();

  /** Throws LAYER_LIMIT where the paths imply far more folders than they are. */
  constructor(view: SquashedView) {
    this.#tree = new PathTree(countHidden(view));
    const lastEntries = new Map<number, number>();
    view.layers.forEach((facts, layer) => {
      const base = view.entryBases[layer]!;
      for (let i = 0; i < facts.entryCount; i++) {
        if (facts.kinds[i] !== ENTRY_KIND.file || view.hiddenBy[base + i] === VISIBLE) continue;
        const node = this.#walk(
          facts.pathBytes,
          i === 0 ? 0 : facts.pathEnds[i - 1]!,
          facts.pathEnds[i]!,
          true,
        );
        const earlier = lastEntries.get(node);
        if (earlier !== undefined) this.#earlierEntries.set(base + i, earlier);
        lastEntries.set(node, base + i);
      }
    });
    this.#lastEntries = new Int32Array(this.#tree.nodeCount).fill(NO_ENTRY);
    for (const [node, entry] of lastEntries) this.#lastEntries[node] = entry;
  }

  /** The node of a path, which may be a folder of hidden files; NO_NODE where there is none. */
  find(path: Uint8Array): number {
    return this.#walk(path, 0, path.length, false);
  }

  /** Whether hidden files have the path of the node. */
  isFile(node: number): boolean {
    return node !== NO_NODE && this.#lastEntries[node] !== NO_ENTRY;
  }

  /** The entries with the path of a node, the lowest layer last. */
  *entriesAt(node: number): Generator<number> {
    let entry: number | undefined = this.#lastEntries[node]!;
    for (; entry !== undefined && entry !== NO_ENTRY; entry = this.#earlierEntries.get(entry)) yield entry;
  }

  /** Calls back for each file below some of the folders, with what its nearest one stands for. */
  visitBelow<T>(folders: ReadonlyMap<number, T>, visit: (node: number, value: T) => void): void {
    const { parents, nodeCount } = this.#tree;
    const nearest = new Int32Array(nodeCount).fill(NO_NODE);
    // A node's number is greater than its parent's.
    for (let node = 1; node < nodeCount; node++) {
      const parent = parents[node]!;
      nearest[node] = folders.has(parent) ? parent : nearest[parent]!;
      if (nearest[node] !== NO_NODE && this.isFile(node)) visit(node, folders.get(nearest[node]!)!);
    }
  }

  #walk(path: Uint8Array, start: number, end: number, isAdding: boolean): number {
    let node = 0;
    for (let at = start; at < end && node !== NO_NODE; ) {
      let stop = at;
      while (stop < end && path[stop] !== SLASH) stop++;
      if (stop > at)
        node = isAdding ? this.#tree.findOrAdd(node, path, at, stop) : this.#tree.find(node, path, at, stop);
      at = stop + 1;
    }
    return node;
  }
}

function countHidden({ hiddenBy }: SquashedView): number {
  let count = 0;
  for (const layer of hiddenBy) if (layer !== VISIBLE) count++;
  return count;
}
