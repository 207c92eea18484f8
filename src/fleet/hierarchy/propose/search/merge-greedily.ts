// A first tree, bottom up: the two siblings that save most by what they share come onto one platform, again and again. Of many
// images only neighbours are compared: near in an order in which those come together that share much.
import { estimateShared } from './choose-shared.ts';
import { membersOf } from './item-bits.ts';
import { GROUND, type PlatformTree } from './platform-tree.ts';
import { attempt, mergeSiblings } from './tree-moves.ts';

/** So many images are compared each with each. */
const COMPARE_ALL_LIMIT = 96;
const NEIGHBOURS = 12;

interface Pair {
  readonly a: number;
  readonly b: number;
  readonly saved: number;
}

/** Merges what stands on the base image until nothing is saved any more. */
export function mergeGreedily(tree: PlatformTree): void {
  const heap = new PairHeap();
  const near = new Map<number, Set<number>>();
  const offer = (a: number, b: number): void => {
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = near.get(x);
      if (known === undefined) near.set(x, new Set([y]));
      else known.add(y);
    }
    const saved = estimateShared(tree, a, b);
    if (saved > 0) heap.push({ a, b, saved });
  };
  for (const [a, b] of pairUp(tree)) offer(a, b);
  for (let pair = heap.pop(); pair !== undefined; pair = heap.pop()) {
    const { a, b } = pair;
    if (tree.parentOf(a) !== GROUND || tree.parentOf(b) !== GROUND) continue;
    const saved = estimateShared(tree, a, b);
    if (saved < pair.saved * (1 - 1e-9)) {
      if (saved > 0) heap.push({ a, b, saved });
      continue;
    }
    const made: number[] = [];
    const isCheaper = attempt(tree, () => {
      const platform = mergeSiblings(tree, a, b);
      if (platform !== undefined) made.push(platform);
    });
    const merged = made[0];
    if (!isCheaper || merged === undefined) continue;
    const others = [
      ...new Set([...(near.get(a) ?? []), ...(near.get(b) ?? []), ...(near.get(merged) ?? [])]),
    ];
    for (const other of others.sort((x, y) => x - y))
      if (other !== merged && tree.parentOf(other) === GROUND) offer(merged, other);
  }
  for (let c = 1; c < tree.firstPlatform; c++) attempt(tree, () => void mergeSiblings(tree, c, undefined));
}

function pairUp(tree: PlatformTree): readonly (readonly [number, number])[] {
  const nodes = Array.from({ length: tree.firstPlatform - 1 }, (_, c) => c + 1);
  if (nodes.length <= COMPARE_ALL_LIMIT)
    return nodes.flatMap((a) => nodes.filter((b) => b > a).map((b) => [a, b] as const));
  const pairs = new Map<number, readonly [number, number]>();
  for (const order of orderByContent(tree, nodes))
    for (const [i, x] of order.entries())
      for (const y of order.slice(i + 1, i + 1 + NEIGHBOURS)) {
        const [a, b] = x < y ? [x, y] : [y, x];
        pairs.set(a * tree.firstPlatform + b, [a, b]);
      }
  return [...pairs.values()];
}

/** Orders in which images with the same heavy groups stand together: the heaviest group first, or the one that most have. */
function orderByContent(tree: PlatformTree, nodes: readonly number[]): readonly (readonly number[])[] {
  const { groups, classes } = tree.problem;
  const users = new Float64Array(groups.length);
  for (const { groups: set } of classes) for (const group of membersOf(set)) users[group]!++;
  const byBytes = groups.map((group, g) => group.bytes * (users[g]! - 1));
  return [byBytes, Array.from(users)].map((weights) => {
    const ranks = new Uint32Array(groups.length);
    const ranked = [...groups.keys()].sort((x, y) => weights[y]! - weights[x]! || x - y);
    for (const [rank, group] of ranked.entries()) ranks[group] = rank;
    const keys = new Map(
      nodes.map((node) => [node, Uint32Array.from(membersOf(tree.addsOf(node)), (g) => ranks[g]!).sort()]),
    );
    return [...nodes].sort((x, y) => compareRanks(keys.get(x)!, keys.get(y)!) || x - y);
  });
}

function compareRanks(a: Uint32Array, b: Uint32Array): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return b.length - a.length;
}

/** The pair that saves most first; of equals the one with the lower numbers. */
class PairHeap {
  readonly #pairs: Pair[] = [];

  push(pair: Pair): void {
    const pairs = this.#pairs;
    let at = pairs.length;
    pairs.push(pair);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!isBefore(pair, pairs[up]!)) break;
      pairs[at] = pairs[up]!;
      at = up;
    }
    pairs[at] = pair;
  }

  pop(): Pair | undefined {
    const pairs = this.#pairs;
    const first = pairs[0];
    const last = pairs.pop();
    if (last === undefined || pairs.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= pairs.length) break;
      if (child + 1 < pairs.length && isBefore(pairs[child + 1]!, pairs[child]!)) child++;
      if (!isBefore(pairs[child]!, last)) break;
      pairs[at] = pairs[child]!;
      at = child;
    }
    pairs[at] = last;
    return first;
  }
}

function isBefore(x: Pair, y: Pair): boolean {
  return x.saved !== y.saved ? x.saved > y.saved : x.a !== y.a ? x.a < y.a : x.b < y.b;
}
