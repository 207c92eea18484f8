// Orders nodes by the bytes of their paths without putting the paths together: symlinks can lead a hundred thousand folders
// deep, and paths of that length, made for each of many files or compared two by two, would take hours.
import type { PathTree } from './path-tree.ts';

const SLASH = 0x2f;

/** The nodes, each once, in the bytewise order of their paths; none of them may lie below another. */
export function orderByPath(tree: PathTree, nodes: Iterable<number>): readonly number[] {
  const children = listChildren(tree, nodes);
  const names = Buffer.from(tree.names.buffer, tree.names.byteOffset, tree.names.byteLength);
  /** Within one folder names differ, so at the end of the shorter one a slash decides, or that it is the shorter. */
  const compare = (a: number, b: number): number => {
    const [startA, startB] = [tree.nameStart(a), tree.nameStart(b)];
    const [lengthA, lengthB] = [tree.nameEnds[a]! - startA, tree.nameEnds[b]! - startB];
    const same = Math.min(lengthA, lengthB);
    const order = names.compare(names, startB, startB + same, startA, startA + same);
    if (order !== 0 || lengthA === lengthB) return order;
    const shorter = lengthA < lengthB ? a : b;
    const isShorterFirst =
      !children.has(shorter) || SLASH < names[shorter === a ? startB + same : startA + same]!;
    return isShorterFirst === (shorter === a) ? -1 : 1;
  };
  const ordered: number[] = [];
  const open = children.has(0) ? [0] : [];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const below = children.get(node);
    if (below === undefined) ordered.push(node);
    else for (const child of below.sort((a, b) => compare(b, a))) open.push(child);
  }
  return ordered;
}

/** For each folder on the way to one of the nodes: those of its children that are. */
function listChildren(tree: PathTree, nodes: Iterable<number>): ReadonlyMap<number, number[]> {
  const children = new Map<number, number[]>();
  // Nothing here grows with the tree: few nodes of a large one are ordered often.
  for (const wanted of new Set(nodes))
    for (let node = wanted; node > 0; ) {
      const parent = tree.parents[node]!;
      const known = children.get(parent);
      known?.push(node);
      if (known !== undefined) break;
      children.set(parent, [node]);
      node = parent;
    }
  return children;
}
