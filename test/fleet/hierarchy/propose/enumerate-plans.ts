// Every plan of a small fleet, one after another, and the cheapest of them: each shape of a tree with up to three platforms, each
// image on each of them, each item at each set of platforms of which none is below another. Written from the decision page,
// without a word of the search.
import type { CostModel, PlatformProblem } from '../../../../src/fleet/hierarchy/propose/platform-problem.ts';

/** All trees of up to three platforms, as parents; -1 is the base image. */
const SHAPES: readonly (readonly number[])[] = [
  [],
  [-1],
  [-1, 0],
  [-1, -1],
  [-1, 0, 1],
  [-1, 0, 0],
  [-1, 0, -1],
  [-1, -1, -1],
];

/** The lowest cost that any plan has. */
export function cheapestCost(problem: PlatformProblem, model: CostModel): number {
  let best = Number.POSITIVE_INFINITY;
  for (const shape of SHAPES)
    if (shape.length <= model.platformLimit) best = Math.min(best, cheapestOfShape(problem, model, shape));
  return best;
}

function cheapestOfShape(problem: PlatformProblem, model: CostModel, shape: readonly number[]): number {
  const { images, items } = problem;
  const count = items.length;
  const all = 1 << count;
  const bytes = new Float64Array(all);
  const keeps = new Float64Array(all).fill(1);
  const needs = new Int32Array(all);
  let forbidden = 0;
  for (let set = 1; set < all; set++)
    for (let k = 0; k < count; k++)
      if ((set >> k) & 1) {
        bytes[set]! += items[k]!.bytes;
        keeps[set]! *= 1 - items[k]!.changeRate;
        for (const required of items[k]!.requires) needs[set]! |= 1 << required;
      }
  for (let k = 0; k < count; k++) if (items[k]!.isForbidden) forbidden |= 1 << k;
  const has = images.map((image) => image.items.reduce((set, item) => set | (1 << item), 0));
  const places = placesOf(shape);
  const weights = images.map((_, n) => weightOf(n + 1, images.length, model));
  const stored = (sum: number, users: number, kept: number): number =>
    users === 0
      ? sum * (1 + model.weeks * (1 - kept))
      : sum * weights[users - 1]! * (1 + model.weeks * (1 - kept));
  const base = stored(problem.groundBytes, images.length, 1 - problem.groundRate);
  let best = Number.POSITIVE_INFINITY;
  const adds = shape.map(() => 0);
  const isLeaf = (p: number): boolean => !shape.includes(p);
  const priceItems = (): void => {
    // Platforms that only change places give the same plan again.
    for (const [p, parent] of shape.entries())
      for (let q = 0; q < p; q++)
        if (shape[q] === parent && isLeaf(p) && isLeaf(q) && adds[q]! > adds[p]!) return;
    const chains = shape.map(() => 0);
    for (const [p, parent] of shape.entries()) {
      chains[p] = adds[p]! | (parent >= 0 ? chains[parent]! : 0);
      if ((needs[chains[p]!]! & ~chains[p]!) !== 0) return;
    }
    // With the items placed, each image stands alone except for the users of a layer: all combinations of parents.
    const options = images.map((image, i) =>
      [-1, ...shape.keys()].map((p) => {
        const chain = p < 0 ? 0 : chains[p]!;
        const extra = chain & ~has[i]!;
        if (image.isProduction && (extra & forbidden) !== 0) return Number.POSITIVE_INFINITY;
        const own = has[i]! & ~chain;
        const kept = (1 - problem.groundRate) * keeps[chain]! * keeps[own]!;
        return (
          stored(bytes[own]! + image.restBytes, 1, kept) +
          stored(image.ownBytes, 1, kept * (1 - image.ownRate)) +
          model.extraWeight * bytes[extra]!
        );
      }),
    );
    const users = shape.map(() => 0);
    const assign = (i: number, sum: number): void => {
      if (sum >= best) return;
      if (i === images.length) {
        let cost = sum + base + model.platformBytes * shape.length;
        for (const p of shape.keys())
          cost += stored(bytes[adds[p]!]!, users[p]!, (1 - problem.groundRate) * keeps[chains[p]!]!);
        best = Math.min(best, cost);
        return;
      }
      for (const [option, cost] of options[i]!.entries()) {
        for (let p = option - 1; p >= 0; p = shape[p]!) users[p]!++;
        assign(i + 1, sum + cost);
        for (let p = option - 1; p >= 0; p = shape[p]!) users[p]!--;
      }
    };
    assign(0, 0);
  };
  const place = (item: number): void => {
    if (item === count) {
      priceItems();
      return;
    }
    for (const platforms of places) {
      for (const p of platforms) adds[p]! |= 1 << item;
      place(item + 1);
      for (const p of platforms) adds[p]! &= ~(1 << item);
    }
  };
  place(0);
  return best;
}

/** All sets of platforms of which none stands on another. */
function placesOf(shape: readonly number[]): readonly (readonly number[])[] {
  const isOn = (p: number, q: number): boolean => p === q || (shape[p]! >= 0 && isOn(shape[p]!, q));
  const sets: number[][] = [];
  for (let set = 0; set < 1 << shape.length; set++) {
    const members = [...shape.keys()].filter((p) => (set >> p) & 1);
    if (members.every((p) => members.every((q) => p === q || !isOn(p, q)))) sets.push(members);
  }
  return sets;
}

function weightOf(users: number, count: number, { nodes, imagesPerNode }: CostModel): number {
  return 1 + nodes * (1 - (1 - Math.min(1, imagesPerNode / count)) ** users);
}
