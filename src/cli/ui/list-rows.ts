// The rows of the tree as it is opened: wanted paths, folders before what is in them.
import type { ImageWalk } from './image-walk.ts';
import type { LayerLook } from './layer-look.ts';
import type { WalkState } from './walk-state.ts';

/** A path, and how deep it lies. */
export interface WalkRow {
  readonly node: number;
  readonly depth: number;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
}

/** Lists them; only opened folders are looked into. */
export function listRows(
  walk: ImageWalk,
  look: LayerLook,
  { open, sort }: Pick<WalkState, 'open' | 'sort'>,
): readonly WalkRow[] {
  const rows: WalkRow[] = [];
  const order = sort === 'size' ? compareBySize(walk, look) : compareByName(walk);
  const stack: { node: number; depth: number }[] = [];
  const push = (folder: number, depth: number): void => {
    const children = wantedChildren(walk, look, folder).sort(order);
    for (const node of children.reverse()) stack.push({ node, depth });
  };
  push(0, 0);
  for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
    const { node, depth } = row;
    const hasChildren = hasWanted(walk, look, node);
    // On the way to what the filter asks for, folders are open.
    const isOpen = hasChildren && (open.has(node) || (look.isMatch !== null && look.isMatch[node] === 0));
    rows.push({ node, depth, hasChildren, isOpen });
    if (isOpen) push(node, depth + 1);
  }
  return rows;
}

function wantedChildren({ children, childEnds }: ImageWalk, look: LayerLook, node: number): number[] {
  const wanted: number[] = [];
  for (let at = node === 0 ? 0 : childEnds[node - 1]!; at < childEnds[node]!; at++)
    if (look.isWanted[children[at]!] === 1) wanted.push(children[at]!);
  return wanted;
}

function hasWanted({ children, childEnds }: ImageWalk, look: LayerLook, node: number): boolean {
  for (let at = node === 0 ? 0 : childEnds[node - 1]!; at < childEnds[node]!; at++)
    if (look.isWanted[children[at]!] === 1) return true;
  return false;
}

function compareBySize(
  walk: ImageWalk,
  { bytes, deletedBytes }: LayerLook,
): (a: number, b: number) => number {
  const byName = compareByName(walk);
  return (a, b) => bytes[b]! + deletedBytes[b]! - bytes[a]! - deletedBytes[a]! || byName(a, b);
}

function compareByName({ tree }: ImageWalk): (a: number, b: number) => number {
  const names = Buffer.from(tree.names.buffer, tree.names.byteOffset, tree.names.byteLength);
  return (a, b) =>
    names.compare(names, tree.nameStart(b), tree.nameEnds[b]!, tree.nameStart(a), tree.nameEnds[a]!);
}
