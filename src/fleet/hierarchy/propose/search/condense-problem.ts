// The problem in its smallest form for the search: items that the same images have are one group, images with the same groups are
// one class. Items of very different change rates stay apart, since one may be worth a lower place than the other.
import type { CostModel, PlatformProblem } from '../platform-problem.ts';
import { chanceOnNode } from '../price-plan.ts';
import { addBit, BitSums } from './item-bits.ts';
import { joinCircles } from './join-circles.ts';

/** Items that always go together. */
export interface ItemGroup {
  readonly members: readonly number[];
  readonly bytes: number;
  /** The logarithm of the chance that none of them changes within a week. */
  readonly keepLog: number;
  readonly isForbidden: boolean;
  /** Groups that have to be there before it, all the way down; itself included. */
  readonly closure: Uint32Array;
  /** Groups that cannot be without it, all the way up; itself included. */
  readonly dependents: Uint32Array;
}

/** Images that have the same groups. */
export interface ImageClass {
  readonly members: readonly number[];
  readonly isProduction: boolean;
  readonly groups: Uint32Array;
  /** Of items that no other image has: in the layer of its packages, whatever is proposed. */
  readonly loneBytes: number;
  readonly loneKeepLog: number;
  /** Sums over the images: what lies beside items in the layers of their packages, and what is their own. */
  readonly restBytes: number;
  readonly ownBytes: number;
  /** The sum of own bytes, each times the chance that it stays. */
  readonly ownKeptBytes: number;
}

/** The condensed problem, with what sums need. */
export interface CondensedProblem {
  readonly groups: readonly ItemGroup[];
  readonly classes: readonly ImageClass[];
  readonly words: number;
  readonly bytesOf: BitSums;
  readonly keepLogOf: BitSums;
  readonly forbidden: Uint32Array;
  readonly groundKeepLog: number;
  /** What a byte of a layer costs that `n` images use, without its updates, at position `n`. */
  readonly userWeights: Float64Array;
  readonly model: CostModel;
}

/** Up to this many images also what one image alone has may find a place of its own, and every rate counts for itself. */
const LONE_ITEMS_LIMIT = 16;

/** Condenses a problem. */
export function condenseProblem(problem: PlatformProblem, model: CostModel): CondensedProblem {
  const { images } = problem;
  const users = listUsers(problem);
  const keepsLone = images.length <= LONE_ITEMS_LIMIT;
  const grouped = groupItems(problem, users, keepsLone);
  const groupOf = new Map(grouped.flatMap((members, group) => members.map((item) => [item, group] as const)));
  const words = Math.max(1, Math.ceil(grouped.length / 32));
  const groups = linkGroups(problem, grouped, groupOf, words);
  const classes = classifyImages(problem, groupOf, words);
  const forbidden = new Uint32Array(words);
  for (const [group, { isForbidden }] of groups.entries()) if (isForbidden) addBit(forbidden, group);
  return {
    groups,
    classes,
    words,
    bytesOf: new BitSums(groups.map(({ bytes }) => bytes)),
    keepLogOf: new BitSums(groups.map(({ keepLog }) => keepLog)),
    forbidden,
    groundKeepLog: logOfKeeping(problem.groundRate),
    userWeights: Float64Array.from(
      { length: images.length + 1 },
      (_, n) => 1 + model.nodes * chanceOnNode(n, images.length, model.imagesPerNode),
    ),
    model,
  };
}

function listUsers({ images, items }: PlatformProblem): readonly number[][] {
  const users: number[][] = items.map(() => []);
  for (const [i, image] of images.entries()) for (const item of image.items) users[item]!.push(i);
  return users;
}

function groupItems(
  { items }: PlatformProblem,
  users: readonly number[][],
  keepsLone: boolean,
): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  for (const [item, of] of users.entries()) {
    if (of.length === 0 || (of.length === 1 && !keepsLone)) continue;
    const { changeRate, isForbidden } = items[item]!;
    // In larger fleets each doubling of the rate is another kind, from one change in some years up.
    const pace = keepsLone
      ? changeRate
      : Math.max(0, Math.round(Math.log2(Math.max(changeRate, 1e-9) / 0.004)));
    const key = `${isForbidden} ${pace} ${of.join(',')}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return joinCircles([...groups.values()], items);
}

function linkGroups(
  { items }: PlatformProblem,
  grouped: readonly (readonly number[])[],
  groupOf: ReadonlyMap<number, number>,
  words: number,
): readonly ItemGroup[] {
  const direct = grouped.map((members, group) => {
    const needed = members.flatMap((item) =>
      items[item]!.requires.flatMap((other) => groupOf.get(other) ?? []),
    );
    return [...new Set(needed)].filter((other) => other !== group);
  });
  const reverse: number[][] = grouped.map(() => []);
  for (const [group, needed] of direct.entries()) for (const other of needed) reverse[other]!.push(group);
  return grouped.map((members, group) => ({
    members,
    bytes: members.reduce((sum, item) => sum + items[item]!.bytes, 0),
    keepLog: members.reduce((sum, item) => sum + logOfKeeping(items[item]!.changeRate), 0),
    isForbidden: members.some((item) => items[item]!.isForbidden),
    closure: reach(group, direct, words),
    dependents: reach(group, reverse, words),
  }));
}

function reach(start: number, next: readonly (readonly number[])[], words: number): Uint32Array {
  const reached = new Set([start]);
  for (const group of reached) for (const other of next[group]!) reached.add(other);
  const set = new Uint32Array(words);
  for (const group of reached) addBit(set, group);
  return set;
}

function classifyImages(
  { images, items }: PlatformProblem,
  groupOf: ReadonlyMap<number, number>,
  words: number,
): readonly ImageClass[] {
  const classes = new Map<string, { members: number[]; groups: Uint32Array; lone: number[] }>();
  for (const [i, image] of images.entries()) {
    const groups = new Uint32Array(words);
    const lone: number[] = [];
    for (const item of image.items) {
      const group = groupOf.get(item);
      if (group === undefined) lone.push(item);
      else addBit(groups, group);
    }
    const key = `${image.isProduction} ${groups.join(',')} ${lone.join(',')}`;
    const known = classes.get(key);
    if (known === undefined) classes.set(key, { members: [i], groups, lone });
    else known.members.push(i);
  }
  return [...classes.values()].map(({ members, groups, lone }) => ({
    members,
    isProduction: images[members[0]!]!.isProduction,
    groups,
    loneBytes: lone.reduce((sum, item) => sum + items[item]!.bytes, 0),
    loneKeepLog: lone.reduce((sum, item) => sum + logOfKeeping(items[item]!.changeRate), 0),
    restBytes: members.reduce((sum, i) => sum + images[i]!.restBytes, 0),
    ownBytes: members.reduce((sum, i) => sum + images[i]!.ownBytes, 0),
    ownKeptBytes: members.reduce((sum, i) => sum + images[i]!.ownBytes * (1 - images[i]!.ownRate), 0),
  }));
}

function logOfKeeping(rate: number): number {
  return Math.log(Math.max(1e-12, 1 - rate));
}
