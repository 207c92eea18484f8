// The steps of the search: changes of a tree that keep it one that may be built. Each leaves every platform image with all that
// its items require.
import { chooseShared, givable } from './choose-shared.ts';
import { hasBit, isEmptySet, membersOf } from './item-bits.ts';
import type { PlatformTree } from './platform-tree.ts';

/** Makes a change, and takes it back where it does not bring the cost down. */
export function attempt(tree: PlatformTree, change: () => void): boolean {
  const before = tree.cost;
  tree.begin();
  change();
  // Sums of floats differ in their last digits: less than that is no gain.
  const isCheaper = tree.cost < before - 1e-9 * Math.max(1, Math.abs(before));
  if (isCheaper) tree.commit();
  else tree.rollback();
  return isCheaper;
}

/** Puts two siblings on a new platform that has what they share, or one on the other where that has nothing else. */
export function mergeSiblings(tree: PlatformTree, a: number, b: number | undefined): number | undefined {
  const parent = tree.parentOf(a);
  if (b !== undefined) {
    const [ofA, ofB] = [givable(tree, a), givable(tree, b)];
    for (const [upper, lower, given, needed] of [
      [b, a, ofB, ofA],
      [a, b, ofA, ofB],
    ] as const) {
      if (!tree.isPlatform(lower) || !needed.every((bits, w) => (bits & ~given[w]!) === 0)) continue;
      moveNode(tree, upper, lower);
      return lower;
    }
  }
  const { groups } = chooseShared(tree, a, b);
  if (isEmptySet(groups)) return undefined;
  const platform = tree.addPlatform(parent);
  if (platform === undefined) return undefined;
  for (const child of b === undefined ? [a] : [a, b]) tree.move(child, platform);
  tree.setAdds(platform, groups);
  tree.refresh(platform);
  removeEmpty(tree);
  return platform;
}

/** Puts siblings on a new platform that has what any of them has, but for development tools that one of them has not. */
export function poolSiblings(tree: PlatformTree, nodes: readonly number[]): void {
  const platform = tree.addPlatform(tree.parentOf(nodes[0]!));
  if (platform === undefined) return;
  const { groups, words, forbidden } = tree.problem;
  const given = nodes.map((node) => givable(tree, node));
  const pool = given.reduce(union, new Uint32Array(words));
  const lacking = pool.map(
    (bits, w) => bits & forbidden[w]! & ~given.reduce((all, set) => all & set[w]!, -1),
  );
  for (const group of membersOf(lacking))
    for (const [w, bits] of groups[group]!.dependents.entries()) pool[w]! &= ~bits;
  for (const node of nodes) tree.move(node, platform);
  tree.setAdds(platform, pool);
  tree.refresh(platform);
  removeEmpty(tree);
  // What changes least goes below the rest, before the rest is judged.
  if (tree.isPlatform(platform)) attempt(tree, () => void mergeSiblings(tree, platform, undefined));
}

/** Moves a node to another parent; a platform takes along all that it had. */
export function moveNode(tree: PlatformTree, node: number, parent: number): void {
  if (tree.isPlatform(node)) tree.setAdds(node, tree.chainOf(node));
  tree.move(node, parent);
}

/** Takes a platform away; platforms on it keep what it added. */
export function dissolve(tree: PlatformTree, platform: number): void {
  const adds = tree.addsOf(platform).slice();
  const above = tree.childrenOf(platform).filter((child) => tree.isPlatform(child));
  tree.remove(platform);
  for (const child of above) {
    tree.setAdds(child, union(tree.addsOf(child), adds));
    tree.refresh(child);
  }
}

/** Makes one platform of two siblings. */
export function fuse(tree: PlatformTree, a: number, b: number): void {
  const adds = tree.addsOf(b).slice();
  for (const child of [...tree.childrenOf(b)]) tree.move(child, a);
  tree.setAdds(a, union(tree.addsOf(a), adds));
  tree.remove(b);
  tree.refresh(a);
  removeEmpty(tree);
}

/** Brings a group down into a platform, with all that it requires, for everything on it. */
export function lay(tree: PlatformTree, group: number, platform: number): void {
  tree.setAdds(platform, union(tree.addsOf(platform), tree.problem.groups[group]!.closure));
  tree.refresh(platform);
  removeEmpty(tree);
}

/** Takes a group out of a platform, with all that cannot be without it; platforms on it keep them where that is cheaper. */
export function lift(tree: PlatformTree, group: number, platform: number): void {
  const { dependents } = tree.problem.groups[group]!;
  const adds = tree.addsOf(platform);
  const gone = adds.map((bits, w) => bits & dependents[w]!);
  tree.setAdds(
    platform,
    adds.map((bits, w) => bits & ~gone[w]!),
  );
  const above = tree.childrenOf(platform).filter((child) => tree.isPlatform(child));
  for (const child of above) tree.setAdds(child, union(tree.addsOf(child), gone));
  tree.refresh(platform);
  for (const child of above)
    if (hasBit(tree.addsOf(child), group)) attempt(tree, () => lift(tree, group, child));
}

/** Takes away platforms that add nothing. */
export function removeEmpty(tree: PlatformTree): void {
  for (const platform of tree.platforms)
    if (isEmptySet(tree.addsOf(platform)) || tree.childrenOf(platform).length === 0) dissolve(tree, platform);
}

function union(a: Uint32Array, b: Uint32Array): Uint32Array {
  return a.map((bits, w) => bits | b[w]!);
}
