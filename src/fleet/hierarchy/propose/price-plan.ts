// The price of a plan, term by term as docs/decisions/fleet-propose.md has them. The search has its own, faster sum; what is told
// comes from here.
import type { CostModel, PlatformPlan, PlatformProblem } from './platform-problem.ts';

/** One proposed platform image and what it costs. */
export interface PlatformPrice {
  /** Of the layer that it adds. */
  readonly bytes: number;
  /** Images that stand on it, directly or not: those that a change of it reaches. */
  readonly images: number;
  /** The chance that it is built anew within a week, because it or what is below it changes. */
  readonly rebuildChance: number;
  /** What has to be pushed when it changes: its own layer and all above it. */
  readonly blastBytes: number;
  /** Bytes that images carry without need because of what it adds. */
  readonly extraBytes: number;
}

/** The price of a whole plan, in bytes. */
export interface PlanPrice {
  readonly registryBytes: number;
  /** What is expected on one node. */
  readonly nodeBytes: number;
  /** What is expected to be pushed in a week. */
  readonly pushedBytes: number;
  /** What one node is expected to pull in a week. */
  readonly pulledBytes: number;
  readonly extraBytes: number;
  /** What the search makes small: all of the above, weighed. */
  readonly cost: number;
  readonly platforms: readonly PlatformPrice[];
  /** For each image what its own layers take. */
  readonly imageBytes: Float64Array;
}

/** The probability that a node has something that `users` images of `count` use. */
export function chanceOnNode(users: number, count: number, imagesPerNode: number): number {
  return 1 - (1 - Math.min(1, imagesPerNode / count)) ** users;
}

/** Prices a plan. */
export function pricePlan(problem: PlatformProblem, model: CostModel, plan: PlatformPlan): PlanPrice {
  const { images, items } = problem;
  const sums = new LayerSums(images.length, model);
  const chains = plan.platforms.map(() => ({ items: new Set<number>(), keeps: 1 - problem.groundRate }));
  const users = countUsers(problem, plan);
  const extras = plan.platforms.map(() => 0);
  sums.add(problem.groundBytes, images.length, problem.groundRate);
  const bytes = plan.platforms.map((platform, p) => {
    const below = chains[platform.parent];
    const chain = chains[p]!;
    if (below !== undefined) {
      chain.keeps = below.keeps;
      for (const item of below.items) chain.items.add(item);
    }
    for (const item of platform.items) {
      chain.items.add(item);
      chain.keeps *= 1 - items[item]!.changeRate;
    }
    const sum = sumBytes(problem, platform.items);
    sums.add(sum, users[p]!, 1 - chain.keeps);
    return sum;
  });
  const imageBytes = Float64Array.from(images, (image, i) => {
    const chain = chains[plan.imageParents[i]!];
    const own = image.items.filter((item) => chain?.items.has(item) !== true);
    const keeps = own.reduce(
      (product, item) => product * (1 - items[item]!.changeRate),
      chain?.keeps ?? 1 - problem.groundRate,
    );
    const ownItemBytes = sumBytes(problem, own) + image.restBytes;
    sums.add(ownItemBytes, 1, 1 - keeps);
    sums.add(image.ownBytes, 1, 1 - keeps * (1 - image.ownRate));
    const has = new Set(image.items);
    for (let p = plan.imageParents[i]!; p >= 0; p = plan.platforms[p]!.parent)
      for (const item of plan.platforms[p]!.items) if (!has.has(item)) extras[p]! += items[item]!.bytes;
    return ownItemBytes + image.ownBytes;
  });
  const blast = sumBlast(plan, bytes, imageBytes);
  const extraBytes = extras.reduce((sum, extra) => sum + extra, 0);
  return {
    ...sums.totals,
    extraBytes,
    cost: sums.cost + model.extraWeight * extraBytes + model.platformBytes * plan.platforms.length,
    platforms: plan.platforms.map((_, p) => ({
      bytes: bytes[p]!,
      images: users[p]!,
      rebuildChance: 1 - chains[p]!.keeps,
      blastBytes: blast[p]!,
      extraBytes: extras[p]!,
    })),
    imageBytes,
  };
}

/** What all layers cost that were added so far. */
export class LayerSums {
  readonly #count: number;
  readonly #model: CostModel;
  #registry = 0;
  #node = 0;
  #pushed = 0;
  #pulled = 0;

  constructor(imageCount: number, model: CostModel) {
    this.#count = imageCount;
    this.#model = model;
  }

  /** Adds a layer that `users` images have and that is made anew with this chance a week; `isCopy`: a registry has it already. */
  add(bytes: number, users: number, rebuildChance: number, isCopy = false): void {
    const onNode = chanceOnNode(users, this.#count, this.#model.imagesPerNode);
    if (!isCopy) {
      this.#registry += bytes;
      this.#pushed += bytes * rebuildChance;
    }
    this.#node += bytes * onNode;
    this.#pulled += bytes * onNode * rebuildChance;
  }

  get totals(): Pick<PlanPrice, 'registryBytes' | 'nodeBytes' | 'pushedBytes' | 'pulledBytes'> {
    return {
      registryBytes: this.#registry,
      nodeBytes: this.#node,
      pushedBytes: this.#pushed,
      pulledBytes: this.#pulled,
    };
  }

  get cost(): number {
    const { nodes, weeks } = this.#model;
    return this.#registry + nodes * this.#node + weeks * (this.#pushed + nodes * this.#pulled);
  }
}

function sumBytes({ items }: PlatformProblem, of: Uint32Array): number {
  return of.reduce((sum, item) => sum + items[item]!.bytes, 0);
}

function countUsers({ images }: PlatformProblem, { platforms, imageParents }: PlatformPlan): number[] {
  const users = platforms.map(() => 0);
  for (let i = 0; i < images.length; i++)
    for (let p = imageParents[i]!; p >= 0; p = platforms[p]!.parent) users[p]!++;
  return users;
}

function sumBlast(
  { platforms, imageParents }: PlatformPlan,
  bytes: readonly number[],
  imageBytes: Float64Array,
): number[] {
  const blast = [...bytes];
  for (const [i, own] of imageBytes.entries()) if (imageParents[i]! >= 0) blast[imageParents[i]!]! += own;
  for (let p = platforms.length - 1; p >= 0; p--)
    if (platforms[p]!.parent >= 0) blast[platforms[p]!.parent]! += blast[p]!;
  return blast;
}
