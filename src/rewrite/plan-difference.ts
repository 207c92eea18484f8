// The one layer that makes of what kept layers show what a view shows; without kept layers, all of it. Both ways of applying
// layers come to the same, as long as they agree about the kept layers: no path has a whiteout and an entry, a folder that
// was replaced has a whiteout for each thing in it that is gone, and names of one file are never split.
import { ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import { haveSameAttributes } from '../contents/view/entry-attributes.ts';
import { locateEntry, type NumberedLayers } from '../contents/view/locate-entry.ts';
import { orderByPath } from '../contents/view/path-order.ts';
import { ABSENT, NO_NODE } from '../contents/view/path-tree.ts';
import { NO_ENTRY, type SquashedView } from '../contents/view/squashed-view.ts';
import type { LayerPlan } from './layer-plan.ts';
import { LayerPlanner } from './layer-planner.ts';
import { mapNodes } from './map-nodes.ts';
import { ShownNames } from './shown-names.ts';

/** The plan; `kept` is the view of the lowest of the same layers. */
export function planDifference(view: SquashedView, kept?: SquashedView): LayerPlan {
  const planner = new LayerPlanner({ stack: view, tree: view.tree, describe: (node) => view.shown[node]! });
  const isKept = kept === undefined ? undefined : findKept(view, kept, planner);
  const names = new ShownNames(view);
  const { tree, hiddenBy } = view;
  for (let entry = 0; entry < hiddenBy.length; entry++) {
    const nodes = names.of(entry);
    if (nodes.length === 0 || nodes.every((node) => isKept?.[node] === 1)) continue;
    if (tree.kinds[nodes[0]!] === ENTRY_KIND.directory) planner.addDirectory(nodes[0]!);
    else planner.addFile(nodes, entry);
  }
  for (let node = 0; node < tree.nodeCount; node++)
    if (tree.kinds[node] === ENTRY_KIND.directory && view.shown[node] === NO_ENTRY && isKept?.[node] !== 1)
      planner.addDirectory(node);
  return planner.finish();
}

/** Plans the whiteouts, and tells which nodes the kept layers show already. */
function findKept(view: SquashedView, kept: SquashedView, planner: LayerPlanner): Uint8Array {
  const { tree } = view;
  const isKept = new Uint8Array(tree.nodeCount);
  const places = mapNodes(kept.tree, tree);
  const gone: number[] = [];
  for (let node = 0; node < kept.tree.nodeCount; node++) {
    const place = places[node]!;
    if (kept.tree.kinds[node] === ABSENT || place === NO_NODE) continue;
    if (areAlike(view, pathOf(view, place), pathOf(kept, node))) isKept[place] = 1;
    else if (tree.kinds[place] === ABSENT && tree.kinds[tree.parents[place]!] === ENTRY_KIND.directory)
      gone.push(place);
  }
  for (const place of orderByPath(tree, gone)) planner.addWhiteout(place);
  return isKept;
}

/** What shows at a path: columns of a view at one node. */
export interface ShownPath {
  readonly kind: number;
  readonly shown: number;
  readonly inode: number;
}

/** Whether both are the same. Files are only where they are the same entry's: that contents are equal is merely likely. */
export function areAlike(stack: NumberedLayers, one: ShownPath, other: ShownPath): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind !== ENTRY_KIND.directory) return one.inode === other.inode;
  if (one.shown === other.shown) return true;
  if (one.shown === NO_ENTRY || other.shown === NO_ENTRY) return false;
  const a = locateEntry(stack, one.shown);
  const b = locateEntry(stack, other.shown);
  return haveSameAttributes(a.facts, a.i, b.facts, b.i);
}

function pathOf({ tree, shown, inodes }: SquashedView, node: number): ShownPath {
  return { kind: tree.kinds[node]!, shown: shown[node]!, inode: inodes[node]! };
}
