// Which paths two images both show: the nodes of their trees side by side, in two columns.
import { ABSENT, NO_NODE, type PathTree } from '../view/path-tree.ts';

/** For each node of one image that shows, the node of the other that shows at the same path, or NO_NODE. */
export interface PathPairs {
  readonly inB: Int32Array;
  readonly inA: Int32Array;
}

/** Pairs the nodes of two trees by their paths, in one pass: a node's parent has a lower number. */
export function pairPaths(a: PathTree, b: PathTree): PathPairs {
  const inB = new Int32Array(a.nodeCount).fill(NO_NODE);
  const inA = new Int32Array(b.nodeCount).fill(NO_NODE);
  for (let node = 0; node < a.nodeCount; node++) {
    if (a.kinds[node] === ABSENT) continue;
    const partner = node === 0 ? 0 : findPartner(a, node, b, inB);
    if (partner === NO_NODE || b.kinds[partner] === ABSENT) continue;
    inB[node] = partner;
    inA[partner] = node;
  }
  return { inB, inA };
}

function findPartner(a: PathTree, node: number, b: PathTree, inB: Int32Array): number {
  const parent = inB[a.parents[node]!]!;
  return parent === NO_NODE ? NO_NODE : b.find(parent, a.names, a.nameStart(node), a.nameEnds[node]!);
}
