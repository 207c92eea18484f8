// Gathers the differing files that no package explains: a folder that came or went as a whole is one line, not a thousand.
import { ENTRY_KIND } from '../facts/layer-facts.ts';
import { NO_OWNER } from '../packages/inventory.ts';
import { ABSENT, NO_NODE } from '../view/path-tree.ts';
import { nodePath } from '../view/squashed-view.ts';
import type { ComparedSide } from './compared-side.ts';
import { DifferenceColumns } from './difference-columns.ts';
import type { FileGroup } from './file-difference.ts';

/** The largest groups of one change, and how many there are. */
export interface GatheredGroups {
  readonly groups: readonly FileGroup[];
  readonly count: number;
}

/** The largest of all, then by path. */
export function chooseGroups(groups: readonly FileGroup[], limit: number): readonly FileGroup[] {
  return groups.toSorted(byWeight).slice(0, limit);
}

/** Groups what only one image shows; at most `limit` groups are named. */
export function gatherOnly(side: ComparedSide, change: 'added' | 'removed', limit: number): GatheredGroups {
  const { view, owners, partners, bytes } = side;
  const { tree } = view;
  const hasOwned = findOwned(side);
  const roots = new Int32Array(tree.nodeCount).fill(NO_NODE);
  const sums = new Float64Array(tree.nodeCount);
  const counts = new Uint32Array(tree.nodeCount);
  const lastFiles = new Int32Array(tree.nodeCount);
  for (let node = 1; node < tree.nodeCount; node++) {
    const kind = tree.kinds[node]!;
    if (kind === ABSENT || partners[node] !== NO_NODE) continue;
    const parent = tree.parents[node]!;
    if (hasOwned[node] === 0 && kind === ENTRY_KIND.directory)
      roots[node] = roots[parent] === NO_NODE ? node : roots[parent]!;
    if (kind === ENTRY_KIND.directory || owners[node] !== NO_OWNER) continue;
    const folder = roots[parent] === NO_NODE ? parent : roots[parent]!;
    sums[folder]! += bytes.at(node);
    counts[folder]! += 1;
    lastFiles[folder] = node;
  }
  const columns = new DifferenceColumns();
  for (let node = 0; node < tree.nodeCount; node++)
    if (counts[node]! > 0) columns.add(node, node, 0, sums[node]!);
  const groups = columns.heaviest(limit).map((at): FileGroup => {
    const node = columns.nodesInA[at]!;
    return {
      path: nodePath(view, counts[node] === 1 ? lastFiles[node]! : node),
      change,
      fileCount: counts[node]!,
      bytesInA: change === 'removed' ? sums[node]! : 0,
      bytesInB: change === 'added' ? sums[node]! : 0,
    };
  });
  return { groups, count: columns.weights.length };
}

/** Nodes that are a package's file, or have one below them. */
function findOwned({ view, owners }: ComparedSide): Uint8Array {
  const { tree } = view;
  const hasOwned = new Uint8Array(tree.nodeCount);
  for (let node = tree.nodeCount - 1; node > 0; node--) {
    const kind = tree.kinds[node]!;
    if (kind === ABSENT) continue;
    if (kind !== ENTRY_KIND.directory && owners[node] !== NO_OWNER) hasOwned[node] = 1;
    if (hasOwned[node] === 1) hasOwned[tree.parents[node]!] = 1;
  }
  return hasOwned;
}

function byWeight(a: FileGroup, b: FileGroup): number {
  return (
    Math.max(b.bytesInA, b.bytesInB) - Math.max(a.bytesInA, a.bytesInB) ||
    (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)
  );
}
