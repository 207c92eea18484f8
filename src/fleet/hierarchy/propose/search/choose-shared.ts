// What two nodes of a tree could have below them together, in a new platform image, and what that saves.
import { hasBit, membersOf } from './item-bits.ts';
import { GROUND, type PlatformTree } from './platform-tree.ts';

/** Groups for a new platform under one or two siblings, and the cost that they save; what a platform itself costs is taken off. */
export interface SharedGroups {
  readonly groups: Uint32Array;
  readonly saved: number;
}

/** What a node could give to a platform below it. */
export function givable(tree: PlatformTree, node: number): Uint32Array {
  if (tree.isPlatform(node)) return tree.addsOf(node);
  const chain = tree.chainOf(tree.parentOf(node));
  return tree.addsOf(node).map((bits, w) => bits & ~chain[w]!);
}

/** The weight of a byte in a node's own layer, as many times as it is stored now. */
export function weightNow(tree: PlatformTree, node: number): number {
  const { userWeights, model } = tree.problem;
  const users = tree.usersOf(node);
  const perByte = tree.isPlatform(node) ? userWeights[users]! : users * userWeights[1]!;
  return perByte * (1 + model.weeks * (1 - Math.exp(tree.keepLogOf(node))));
}

/**
 * Chooses the groups that siblings share, or what one node alone had better have below it: those that change least, as many as
 * save most. Nothing becomes an extra by it, and nothing is built anew more often than before.
 */
export function chooseShared(tree: PlatformTree, a: number, b: number | undefined): SharedGroups {
  const { words, keepLogOf, bytesOf, groups, userWeights, model } = tree.problem;
  const parent = tree.parentOf(a);
  const [ofA, ofB] = [givable(tree, a), b === undefined ? undefined : givable(tree, b)];
  const shared = ofA.map((bits, w) => bits & (ofB?.[w] ?? 0xffffffff));
  const now = weightNow(tree, a) + (b === undefined ? 0 : weightNow(tree, b));
  const users = tree.usersOf(a) + (b === undefined ? 0 : tree.usersOf(b));
  const below = tree.keepLogOf(parent);
  const order = membersOf(shared).sort((x, y) => groups[y]!.keepLog - groups[x]!.keepLog || x - y);
  const taken = new Uint32Array(words);
  const have = parent === GROUND ? new Uint32Array(words) : tree.chainOf(parent);
  let best: SharedGroups = { groups: new Uint32Array(words), saved: -model.platformBytes };
  let [bytes, keepLog] = [0, 0];
  for (const group of order) {
    if (hasBit(taken, group)) continue;
    for (let w = 0; w < words; w++) {
      const added = groups[group]!.closure[w]! & ~taken[w]! & ~have[w]!;
      bytes += bytesOf.ofWord(w, added);
      keepLog += keepLogOf.ofWord(w, added);
      taken[w]! |= added;
    }
    tree.steps += words;
    const then = userWeights[users]! * (1 + model.weeks * (1 - Math.exp(below + keepLog)));
    const saved = bytes * (now - then) - model.platformBytes;
    if (saved > best.saved) best = { groups: taken.slice(), saved };
  }
  return best;
}

/** The same without choosing: what is saved when all that both have is shared. A lower bound in one step. */
export function estimateShared(tree: PlatformTree, a: number, b: number): number {
  const { words, keepLogOf, bytesOf, userWeights, model } = tree.problem;
  const [ofA, ofB] = [givable(tree, a), givable(tree, b)];
  let [bytes, keepLog] = [0, tree.keepLogOf(tree.parentOf(a))];
  for (let w = 0; w < words; w++) {
    const bits = ofA[w]! & ofB[w]!;
    bytes += bytesOf.ofWord(w, bits);
    keepLog += keepLogOf.ofWord(w, bits);
  }
  tree.steps += words * 2;
  const then = userWeights[tree.usersOf(a) + tree.usersOf(b)]! * (1 + model.weeks * (1 - Math.exp(keepLog)));
  return bytes * (weightNow(tree, a) + weightNow(tree, b) - then) - model.platformBytes;
}
