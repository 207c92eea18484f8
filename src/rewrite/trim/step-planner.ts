// Plans one layer of a trimmed image after the other, from what each layer changes: as many steps as the layers have entries,
// however many layers there are.
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { orderByPath } from '../../contents/view/path-order.ts';
import { ABSENT } from '../../contents/view/path-tree.ts';
import type { ShownStep } from '../../contents/view/squash-layers.ts';
import { NO_ENTRY, type SquashedView } from '../../contents/view/squashed-view.ts';
import type { LayerPlan } from '../layer-plan.ts';
import { LayerPlanner } from '../layer-planner.ts';
import { areAlike } from '../plan-difference.ts';

/** Plans the layers of a view without what goes. */
export class StepPlanner {
  readonly #view: SquashedView;
  readonly #maskedFrom: Uint16Array;
  readonly #planner: LayerPlanner;
  #shown: Uint32Array;

  /** `goneFrom`: for each node that goes, the layer from which on it is gone. */
  constructor(view: SquashedView, goneFrom: ReadonlyMap<number, number>) {
    this.#view = view;
    this.#maskedFrom = spreadBelow(view, goneFrom);
    this.#shown = view.shown;
    this.#planner = new LayerPlanner({
      stack: view,
      tree: view.tree,
      describe: (node) => this.#shown[node]!,
    });
  }

  /**
   * The layer that makes of what those below it show, without what goes, what `step` shows, without what goes; the step is that
   * after `layer`. Hard links to lower layers' files are none of its business: engines do not agree about them.
   */
  plan(step: ShownStep, layer: number): LayerPlan {
    this.#shown = step.shown;
    const { tree } = this.#view;
    const { whiteouts, names, implied } = this.#listChanges(step, layer);
    for (const node of orderByPath(tree, whiteouts)) this.#planner.addWhiteout(node);
    for (const entry of [...names.keys()].sort((a, b) => a - b)) {
      const nodes = names.get(entry)!;
      if (step.tree.kinds[nodes[0]!] === ENTRY_KIND.directory) this.#planner.addDirectory(nodes[0]!);
      else this.#planner.addFile(nodes.length === 1 ? nodes : orderByPath(tree, nodes), entry);
    }
    for (const node of implied.sort((a, b) => a - b)) this.#planner.addDirectory(node);
    return this.#planner.finish();
  }

  /** Paths that are gone, names by the entry that shows there, and folders that no entry describes. */
  #listChanges({ tree, shown, inodes, before }: ShownStep, layer: number) {
    const whiteouts: number[] = [];
    const implied: number[] = [];
    const names = new Map<number, number[]>();
    for (const [at, node] of before.nodes.entries()) {
      const was = this.#isMasked(node, layer - 1) ? ABSENT : before.kinds[at]!;
      const kind = this.#isMasked(node, layer) ? ABSENT : tree.kinds[node]!;
      if (kind === ABSENT) {
        const parent = tree.parents[node]!;
        const isInFolder = tree.kinds[parent] === ENTRY_KIND.directory && !this.#isMasked(parent, layer);
        if (was !== ABSENT && isInFolder) whiteouts.push(node);
        continue;
      }
      const now = { kind, shown: shown[node]!, inode: inodes[node]! };
      const past = { kind: was, shown: before.shown[at]!, inode: before.inodes[at]! };
      if (areAlike(this.#view, now, past)) continue;
      const entry = kind === ENTRY_KIND.directory ? now.shown : now.inode;
      const known = names.get(entry);
      if (entry === NO_ENTRY) implied.push(node);
      else if (known === undefined) names.set(entry, [node]);
      else known.push(node);
    }
    return { whiteouts, names, implied };
  }

  #isMasked(node: number, layer: number): boolean {
    return this.#maskedFrom[node]! <= layer;
  }
}

/** For each node the layer from which on it or a folder above it is gone. */
function spreadBelow({ tree }: SquashedView, goneFrom: ReadonlyMap<number, number>): Uint16Array {
  const from = new Uint16Array(tree.nodeCount).fill(0xffff);
  for (const [node, layer] of goneFrom) from[node] = Math.min(layer, 0xffff);
  // A node's number is greater than its parent's.
  for (let node = 1; node < tree.nodeCount; node++)
    from[node] = Math.min(from[node]!, from[tree.parents[node]!]!);
  return from;
}
