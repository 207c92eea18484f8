// The bytes of an image's visible files, each file counted under one of its names: of the names of a hard link group, the
// first that both images have, else the first of all. So equal groups count at equal paths, whatever their tars' order.
import { ENTRY_KIND } from '../facts/layer-facts.ts';
import { layerOf } from '../view/locate-entry.ts';
import { NO_NODE } from '../view/path-tree.ts';
import type { SquashedView } from '../view/squashed-view.ts';

/** What the nodes of one image's tree count. */
export class FileBytes {
  readonly #view: SquashedView;
  /** For each entry that holds a visible file's content: the node that counts its bytes. */
  readonly #carriers: Int32Array;

  /** `partners` and `other` say which paths the other image has too. */
  constructor(view: SquashedView, partners: Int32Array, other: SquashedView) {
    this.#view = view;
    this.#carriers = new Int32Array(view.hiddenBy.length).fill(NO_NODE);
    const isCommon = (node: number): boolean =>
      partners[node] !== NO_NODE && other.tree.kinds[partners[node]!] === ENTRY_KIND.file;
    const { tree } = view;
    const goesBefore = (node: number, known: number): boolean =>
      isCommon(node) === isCommon(known)
        ? Buffer.compare(tree.pathBytes(node), tree.pathBytes(known)) < 0
        : isCommon(node);
    for (let node = 0; node < tree.nodeCount; node++) {
      if (tree.kinds[node] !== ENTRY_KIND.file) continue;
      const entry = view.inodes[node]!;
      const known = this.#carriers[entry]!;
      if (known === NO_NODE || goesBefore(node, known)) this.#carriers[entry] = node;
    }
  }

  /** The bytes counted at a node: 0 for what is no regular file, and for its further names. */
  at(node: number): number {
    if (node === NO_NODE || this.#view.tree.kinds[node] !== ENTRY_KIND.file) return 0;
    const entry = this.#view.inodes[node]!;
    if (this.#carriers[entry] !== node) return 0;
    const layer = layerOf(this.#view, entry);
    return this.#view.layers[layer]!.sizes[entry - this.#view.entryBases[layer]!]!;
  }
}
