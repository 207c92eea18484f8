// Local search: one change after another that brings the cost down, until none does or the steps are spent.
import { estimateShared } from './choose-shared.ts';
import { hasBit, membersOf } from './item-bits.ts';
import { differenceOfLaying, leastDifferenceOfLifting } from './item-differences.ts';
import { GROUND, type PlatformTree } from './platform-tree.ts';
import { attempt, dissolve, fuse, lay, lift, mergeSiblings, moveNode, poolSiblings } from './tree-moves.ts';

/** Up to so many nodes every pair is tried, and each change is judged with all items placed anew. */
const SMALL_TREE = 24;
const TARGETS = 6;

/** Improves a tree; `stepLimit` is a number of `tree.steps`. */
export function improveTree(tree: PlatformTree, stepLimit: number): void {
  const isSmall = tree.firstPlatform <= SMALL_TREE;
  const isSpent = (): boolean => tree.steps > stepLimit;
  const settle = (): void => {
    if (isSmall) placeItems(tree, isSpent);
  };
  for (let isBetter = true; isBetter && !isSpent(); ) {
    const before = tree.cost;
    placeItems(tree, isSpent);
    moveNodes(tree, isSpent, settle);
    changePlatforms(tree, isSpent, settle);
    isBetter = tree.cost < before - 1e-9 * Math.abs(before);
  }
}

/** Lays and lifts every group at every platform as long as it helps. */
export function placeItems(tree: PlatformTree, isSpent: () => boolean): void {
  for (let isBetter = true; isBetter && !isSpent(); ) {
    isBetter = false;
    for (const platform of tree.platforms)
      for (const group of groupsAbove(tree, platform)) {
        if (!tree.isPlatform(platform) || isSpent()) break;
        const change = hasBit(tree.addsOf(platform), group) ? lift : lay;
        if (change === lay && hasBit(tree.chainOf(platform), group)) continue;
        const promised = change === lay ? differenceOfLaying : leastDifferenceOfLifting;
        if (promised(tree, group, platform) >= 0) continue;
        if (attempt(tree, () => change(tree, group, platform))) isBetter = true;
      }
  }
}

/** All groups of what stands on a platform, and its own. */
function groupsAbove(tree: PlatformTree, platform: number): readonly number[] {
  const all = tree.addsOf(platform).slice();
  const open = [...tree.childrenOf(platform)];
  for (let v = open.pop(); v !== undefined; v = open.pop()) {
    for (const [w, bits] of tree.addsOf(v).entries()) all[w]! |= bits;
    open.push(...tree.childrenOf(v));
  }
  return membersOf(all);
}

function moveNodes(tree: PlatformTree, isSpent: () => boolean, settle: () => void): void {
  const nodes = [...Array.from({ length: tree.firstPlatform - 1 }, (_, c) => c + 1), ...tree.platforms];
  for (const node of nodes) {
    if (isSpent()) return;
    if (node >= tree.firstPlatform && !tree.isPlatform(node)) continue;
    for (const target of targetsOf(tree, node)) {
      if (target !== GROUND && !tree.isPlatform(target)) continue;
      if (tree.parentOf(node) === target || isBelow(tree, target, node)) continue;
      const isSimple = node < tree.firstPlatform && tree.firstPlatform > SMALL_TREE;
      if (isSimple) moveIfCheaper(tree, node, target);
      else
        attempt(tree, () => {
          moveNode(tree, node, target);
          settle();
        });
      if (node >= tree.firstPlatform && !tree.isPlatform(node)) break;
    }
  }
}

/** Whether one node is, or stands on, another. */
function isBelow(tree: PlatformTree, node: number, ancestor: number): boolean {
  for (let v = node; v >= GROUND; v = tree.parentOf(v)) if (v === ancestor) return true;
  return false;
}

/** A class takes nothing along, so that it can simply go back. */
function moveIfCheaper(tree: PlatformTree, node: number, target: number): void {
  const [before, parent] = [tree.cost, tree.parentOf(node)];
  tree.move(node, target);
  if (!(tree.cost < before - 1e-9 * Math.abs(before))) tree.move(node, parent);
}

/** Where a node may go: of many platforms those that have most of its bytes, and least that it has not. */
function targetsOf(tree: PlatformTree, node: number): readonly number[] {
  const { platforms } = tree;
  if (platforms.length <= SMALL_TREE) return [GROUND, ...platforms];
  const { bytesOf, words } = tree.problem;
  const has = tree.isPlatform(node) ? tree.chainOf(node) : tree.addsOf(node);
  const scores = new Map(
    platforms.map((platform) => {
      const chain = tree.chainOf(platform);
      let score = 0;
      for (let w = 0; w < words; w++)
        score += bytesOf.ofWord(w, chain[w]! & has[w]!) - bytesOf.ofWord(w, chain[w]! & ~has[w]!);
      tree.steps += words * 2;
      return [platform, score] as const;
    }),
  );
  return [
    GROUND,
    ...[...platforms].sort((a, b) => scores.get(b)! - scores.get(a)! || a - b).slice(0, TARGETS),
  ];
}

function changePlatforms(tree: PlatformTree, isSpent: () => boolean, settle: () => void): void {
  for (const platform of tree.platforms) {
    if (isSpent() || !tree.isPlatform(platform)) continue;
    attempt(tree, () => {
      dissolve(tree, platform);
      settle();
    });
    if (tree.isPlatform(platform))
      attempt(tree, () => {
        mergeSiblings(tree, platform, undefined);
        settle();
      });
  }
  for (const parent of [GROUND, ...tree.platforms]) joinChildren(tree, parent, isSpent, settle);
  if (tree.firstPlatform <= SMALL_TREE) partClasses(tree, isSpent, settle);
}

/** What calm things one kind of images has alone, or still has, may be worth a platform below its lively ones. */
function partClasses(tree: PlatformTree, isSpent: () => boolean, settle: () => void): void {
  for (let c = 1; c < tree.firstPlatform; c++)
    for (const isMoved of [false, true]) {
      if (isSpent()) return;
      attempt(tree, () => {
        if (isMoved) moveNode(tree, c, GROUND);
        mergeSiblings(tree, c, undefined);
        settle();
      });
    }
}

function joinChildren(tree: PlatformTree, parent: number, isSpent: () => boolean, settle: () => void): void {
  if (parent !== GROUND && !tree.isPlatform(parent)) return;
  const children = [...tree.childrenOf(parent)].sort((a, b) => a - b);
  const isStill = (node: number): boolean =>
    tree.parentOf(node) === parent && (node < tree.firstPlatform || tree.isPlatform(node));
  for (const [i, a] of children.entries())
    for (const b of children.slice(i + 1, i + 1 + SMALL_TREE)) {
      if (isSpent()) return;
      if (!isStill(a)) break;
      if (!isStill(b)) continue;
      const isFull = tree.platformCount >= tree.platformLimit;
      const bothPlatforms = tree.isPlatform(a) && tree.isPlatform(b);
      if (tree.firstPlatform <= SMALL_TREE || (!isFull && estimateShared(tree, a, b) > 0))
        attempt(tree, () => {
          mergeSiblings(tree, a, b);
          settle();
        });
      if (tree.firstPlatform <= SMALL_TREE && isStill(a) && isStill(b))
        attempt(tree, () => {
          poolSiblings(tree, [a, b]);
          settle();
        });
      if (bothPlatforms && isStill(a) && isStill(b))
        attempt(tree, () => {
          fuse(tree, a, b);
          settle();
        });
    }
}
