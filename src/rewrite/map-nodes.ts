// The same paths in two trees.
import { NO_NODE, type PathTree } from '../contents/view/path-tree.ts';

/** For each node of `from` the node of `to` at the same path, ABSENT ones included, or NO_NODE. */
export function mapNodes(from: PathTree, to: PathTree): Int32Array {
  const nodes = new Int32Array(from.nodeCount).fill(NO_NODE);
  nodes[0] = 0;
  // A node's number is greater than its parent's.
  for (let node = 1; node < from.nodeCount; node++) {
    const parent = nodes[from.parents[node]!]!;
    if (parent !== NO_NODE)
      nodes[node] = to.find(parent, from.names, from.nameStart(node), from.nameEnds[node]!);
  }
  return nodes;
}
