// The cheapest of all plans of a small fleet, found by trying them all: each image's components in every partition and every order.
// Written without the planner's code, from the words of docs/decisions/relayer.md; branches that cannot become better are cut.
import type { CostFactors, LayerOrder, RelayerInput } from '../../../../src/rewrite/relayer/relayer-plan.ts';

/** What the search is told. */
export interface BestPlanOptions {
  /** The planned layers that an image may have. */
  readonly most: number;
  readonly order: LayerOrder;
  readonly factors: CostFactors;
  /** A cost that some plan is known to have: only cheaper ones are looked for. */
  readonly known?: number;
}

interface Row {
  /** Sets of components as bits, bottom first. */
  readonly layers: readonly number[];
  readonly pull: number;
}

/** The cost of the cheapest plan, or what was known where none is cheaper. */
export function findBestCost(input: RelayerInput, { most, order, factors, known }: BestPlanOptions): number {
  const held = listHeld(input).sort((a, b) => countBits(b) - countBits(a));
  const sets = 1 << input.components.keys.length;
  const costs = Array.from(
    { length: sets },
    (_, bits) => weigh(bits, input.components.weights) + factors.layerBytes,
  );
  const nodeCosts = Array.from(
    { length: sets },
    (_, bits) => factors.node * weigh(bits, input.components.tarBytes),
  );
  const options = held.map((bits) =>
    orderedPartitions(bits, most).map(
      (layers): Row => ({ layers, pull: factors.pull * pullOf(input, layers, order) }),
    ),
  );
  const unordered = options.map(forgetOrder);
  // How many of the images from this one on could have a layer.
  const sharers = held.map((_, from) =>
    Array.from(
      { length: sets },
      (_, bits) => held.slice(from).filter((other) => (other & bits) === bits).length,
    ),
  );
  const stored = new Uint8Array(sets);
  const chains = new Set<number>();
  const chainOf = (layers: readonly number[]): readonly number[] => {
    let chain = 1;
    return layers.map((layer) => (chain = chain * sets + layer));
  };
  /** What the images from this one on cost at least: of a layer that is not there yet each pays what is left if all share it. */
  const boundRest = (from: number): number => {
    let sum = 0;
    for (let image = from; image < held.length; image++) {
      let least = Number.POSITIVE_INFINITY;
      for (const { layers, pull } of unordered[image]!) {
        let cost = pull;
        for (const layer of layers)
          if (!stored[layer]) cost += (costs[layer]! + nodeCosts[layer]!) / sharers[from]![layer]!;
        if (cost < least) least = cost;
      }
      sum += least;
    }
    return sum;
  };
  let best = known ?? Number.POSITIVE_INFINITY;
  const visit = (image: number, cost: number): void => {
    if (image === held.length) {
      best = Math.min(best, cost);
      return;
    }
    if (cost + boundRest(image) >= best) return;
    const tries = options[image]!.map((row) => {
      const newLayers = row.layers.filter((layer) => !stored[layer]);
      const rowChains = chainOf(row.layers);
      let added = row.pull;
      for (const layer of newLayers) added += costs[layer]!;
      const newChains = rowChains.filter((chain, i) => {
        if (chains.has(chain)) return false;
        added += nodeCosts[row.layers[i]!]!;
        return true;
      });
      return { newLayers, newChains, added };
    }).sort((a, b) => a.added - b.added);
    for (const { newLayers, newChains, added } of tries) {
      if (cost + added >= best) break;
      for (const layer of newLayers) stored[layer] = 1;
      for (const chain of newChains) chains.add(chain);
      visit(image + 1, cost + added);
      for (const layer of newLayers) stored[layer] = 0;
      for (const chain of newChains) chains.delete(chain);
    }
  };
  visit(0, 0);
  return best;
}

/** What each image holds, as bits. */
function listHeld({ images, components }: RelayerInput): number[] {
  return Array.from({ length: images }, (_, image) =>
    components.images.reduce((bits, holders, c) => (holders.includes(image) ? bits | (1 << c) : bits), 0),
  ).filter((bits) => bits !== 0);
}

/** Each partition once, with the least that any order of it pulls. */
function forgetOrder(rows: readonly Row[]): readonly Row[] {
  const least = new Map<string, Row>();
  for (const row of rows) {
    const key = [...row.layers].sort((a, b) => a - b).join();
    if (row.pull < (least.get(key)?.pull ?? Number.POSITIVE_INFINITY)) least.set(key, row);
  }
  return [...least.values()];
}

function weigh(bits: number, column: Float64Array): number {
  return column.reduce((sum, bytes, c) => (bits & (1 << c) ? sum + bytes : sum), 0);
}

function pullOf({ components }: RelayerInput, layers: readonly number[], order: LayerOrder): number {
  let bytes = 0;
  let stays = 1;
  for (const layer of layers) {
    let weight = 0;
    let own = 1;
    components.changeRates.forEach((rate, c) => {
      if ((layer & (1 << c)) === 0) return;
      weight += components.weights[c]!;
      own *= 1 - rate;
    });
    stays *= own;
    bytes += weight * (1 - (order === 'stable' ? stays : own));
  }
  return bytes;
}

/** All ways to lay a set's members into at most `most` sets, one on the other. */
function orderedPartitions(bits: number, most: number): readonly (readonly number[])[] {
  if (bits === 0) return [[]];
  if (most === 0) return [];
  const all: (readonly number[])[] = [];
  for (let first = bits; first > 0; first = (first - 1) & bits)
    for (const rest of orderedPartitions(bits & ~first, most - 1)) all.push([first, ...rest]);
  return all;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) count++;
  return count;
}
