// What layers cost: registry, node, pull and count in one sum, and the least that each of them could be.
import type { CostFactors, LayerOrder, PlanCost } from '../relayer-plan.ts';
import type { PlanningFleet } from './planning-fleet.ts';
import type { WorkingLayer, WorkingLayers } from './working-layers.ts';

/**
 * A byte in the registry costs 1; a layer costs what its requests, its headers and its directory entries come to. Who asks for `stable`
 * has engines that pull much again, and who asks for `popular` has nodes that are full: each counts what it asks for.
 */
export const DEFAULT_FACTORS: Readonly<Record<LayerOrder, CostFactors>> = {
  stable: { node: 0.02, pull: 0.1, layerBytes: 65_536 },
  popular: { node: 0.1, pull: 0.1, layerBytes: 65_536 },
};

/** What plans are compared by: `stable` counts pulls as classic Docker does, which pulls all above a changed layer again. */
export interface CostModel {
  readonly order: LayerOrder;
  readonly factors: CostFactors;
}

/** The cost of layers in the given rows, one an image, bottom first. */
export function costPlan(
  layers: WorkingLayers,
  rows: readonly ArrayLike<number>[],
  { order, factors }: CostModel,
): PlanCost {
  let registryBytes = 0;
  let tarBytes = 0;
  let count = 0;
  for (const layer of layers.all()) {
    registryBytes += layer.weight;
    tarBytes += layer.tarBytes;
    count++;
  }
  let pullBytes = 0;
  let nodeBytes = 0;
  // Each row of layers from the bottom up, by its top layer and the number of the row below.
  const chains = new Map<number, number>();
  const { layers: byId, fleet } = layers;
  for (let image = 0; image < rows.length; image++) {
    const row = rows[image]!;
    let chain = 0;
    for (let i = 0; i < row.length; i++) {
      const layer = byId[row[i]!]!;
      const key = chain * byId.length + layer.id;
      let next = chains.get(key);
      if (next === undefined) {
        nodeBytes += layer.tarBytes;
        next = chains.size + 1;
        chains.set(key, next);
      }
      chain = next;
    }
    pullBytes += fleet.multiplicities[image]! * pullOf(layers, row, order);
    layers.steps += row.length;
  }
  return sumUp({ registryBytes, tarBytes, nodeBytes, pullBytes, layers: count }, factors);
}

/** The least that any plan could cost, with as many layers as it likes. */
export function boundCost(fleet: PlanningFleet, { order, factors }: CostModel): PlanCost {
  let registryBytes = 0;
  let tarBytes = 0;
  for (let c = 0; c < fleet.componentCount; c++) {
    registryBytes += fleet.weights[c]!;
    tarBytes += fleet.tarBytes[c]!;
  }
  let pullBytes = 0;
  for (let image = 0; image < fleet.imageCount; image++)
    pullBytes += fleet.multiplicities[image]! * leastPullOf(fleet, fleet.componentsOf[image]!, order);
  // Images that differ have different layers: n layers tell no more than 2^n - 1 of them apart.
  const count = fleet.imageCount === 0 ? 0 : Math.ceil(Math.log2(fleet.imageCount + 1));
  return sumUp({ registryBytes, tarBytes, nodeBytes: tarBytes, pullBytes, layers: count }, factors);
}

/** What is best at the bottom where a changed layer costs all above it: for two neighbours, the greater goes below. */
export function restfulness(weight: number, stay: number): number {
  return (weight * Math.exp(stay)) / -Math.expm1(stay);
}

function sumUp(terms: Omit<PlanCost, 'total'>, factors: CostFactors): PlanCost {
  const { registryBytes, nodeBytes, pullBytes, layers } = terms;
  const total =
    registryBytes + factors.node * nodeBytes + factors.pull * pullBytes + factors.layerBytes * layers;
  return { ...terms, total };
}

/** What one image is expected to pull in a week. */
function pullOf({ layers, fleet }: WorkingLayers, row: ArrayLike<number>, order: LayerOrder): number {
  let bytes = 0;
  if (order === 'popular') {
    for (let i = 0; i < row.length; i++) bytes += layers[row[i]!]!.changeRate * layers[row[i]!]!.weight;
    return bytes;
  }
  const below = new Set<number>();
  let stay = 0;
  for (let i = 0; i < row.length; i++) {
    const layer: WorkingLayer = layers[row[i]!]!;
    for (const origin of layer.origins) {
      if (below.has(origin)) continue;
      below.add(origin);
      stay += fleet.originStays[origin]!;
    }
    bytes += layer.weight * -Math.expm1(stay);
  }
  return bytes;
}

/** The same where each origin has a layer to itself, in the best order. No layers pull less: see docs/decisions/relayer.md. */
function leastPullOf(fleet: PlanningFleet, components: Int32Array, order: LayerOrder): number {
  const weights = new Map<number, number>();
  for (const component of components) {
    const origin = fleet.origins[component]!;
    weights.set(origin, (weights.get(origin) ?? 0) + fleet.weights[component]!);
  }
  const parts = Array.from(weights, ([origin, weight]) => {
    const stay = fleet.originStays[origin]!;
    return { weight, stay, restfulness: restfulness(weight, stay) };
  });
  let bytes = 0;
  if (order === 'popular') {
    for (const { weight, stay } of parts) bytes += weight * -Math.expm1(stay);
    return bytes;
  }
  parts.sort((a, b) => (a.restfulness === b.restfulness ? 0 : b.restfulness - a.restfulness));
  let stay = 0;
  for (const part of parts) {
    stay += part.stay;
    bytes += part.weight * -Math.expm1(stay);
  }
  return bytes;
}
