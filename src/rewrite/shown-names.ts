// From entries to the paths at which a view shows them: the other way round than the view's own columns.
import { ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import { orderByPath } from '../contents/view/path-order.ts';
import { ABSENT, NO_NODE } from '../contents/view/path-tree.ts';
import { NO_ENTRY, type SquashedView } from '../contents/view/squashed-view.ts';

/** For each entry the nodes that show it: a directory's own, or all names of a file in the bytewise order of their paths. */
export class ShownNames {
  readonly #first: Int32Array;
  readonly #next: Int32Array;

  constructor({ tree, shown, inodes, hiddenBy }: SquashedView) {
    this.#first = new Int32Array(hiddenBy.length).fill(NO_NODE);
    this.#next = new Int32Array(tree.nodeCount).fill(NO_NODE);
    const linked: number[] = [];
    const entryOf = (node: number): number =>
      tree.kinds[node] === ENTRY_KIND.directory ? shown[node]! : inodes[node]!;
    for (let node = 0; node < tree.nodeCount; node++) {
      if (tree.kinds[node] === ABSENT) continue;
      const entry = entryOf(node);
      if (entry === NO_ENTRY) continue;
      if (this.#first[entry] === NO_NODE) this.#first[entry] = node;
      else linked.push(node);
    }
    this.#orderLinked(linked, entryOf, tree);
  }

  /** The nodes that show the entry; none where nothing does. */
  of(entry: number): readonly number[] {
    const nodes: number[] = [];
    for (let node = this.#first[entry]!; node !== NO_NODE; node = this.#next[node]!) nodes.push(node);
    return nodes;
  }

  /** Lists of several names are made anew, in order; all at once, since ordering takes time that grows with the tree. */
  #orderLinked(
    linked: readonly number[],
    entryOf: (node: number) => number,
    tree: SquashedView['tree'],
  ): void {
    const all = new Set(linked);
    for (const node of linked) {
      const entry = entryOf(node);
      if (this.#first[entry] !== NO_NODE) all.add(this.#first[entry]!);
      this.#first[entry] = NO_NODE;
    }
    const ordered = orderByPath(tree, all);
    for (const node of ordered.toReversed()) {
      const entry = entryOf(node);
      this.#next[node] = this.#first[entry]!;
      this.#first[entry] = node;
    }
  }
}
