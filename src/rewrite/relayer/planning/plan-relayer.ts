// From components to layers.
import { createHash } from 'node:crypto';
import {
  type PlanCost,
  RESERVED_LAYERS,
  type RelayerInput,
  type RelayerOptions,
  type RelayerPlan,
} from '../relayer-plan.ts';
import { mergeLayers } from './merge-layers.ts';
import { orderLayers } from './order-layers.ts';
import { boundCost, type CostModel, costPlan, DEFAULT_FACTORS } from './plan-cost.ts';
import { buildFleet, type PlanningFleet } from './planning-fleet.ts';
import { WorkingLayers } from './working-layers.ts';

/** The layers of each image, at most `options.layers` less those reserved; the same for the same input in any order. */
export function planRelayer(input: RelayerInput, options: RelayerOptions): RelayerPlan {
  const fleet = buildFleet(input);
  const model: CostModel = { order: options.order, factors: { ...DEFAULT_FACTORS, ...options.factors } };
  const layers = startLayers(fleet);
  mergeLayers(layers, options.layers - RESERVED_LAYERS, model);
  let best: { cost: PlanCost; rows: readonly Int32Array[] } | undefined;
  for (const factor of [1, 2, 4, 16, 256, Number.POSITIVE_INFINITY]) {
    const rows = orderLayers(layers, factor);
    const cost = costPlan(layers, rows, model);
    if (best === undefined || cost.total < best.cost.total) best = { cost, rows };
  }
  const { cost, rows } = best!;
  const ids = [...layers.all()].map((layer) => layer.id);
  const place = new Map(ids.map((id, i) => [id, i]));
  const imageLayers: Uint32Array[] = Array.from({ length: input.images }, () => new Uint32Array(0));
  rows.forEach((row, image) => {
    for (const member of fleet.members[image]!)
      imageLayers[member] = Uint32Array.from(row, (id) => place.get(id)!);
  });
  return {
    layers: [...layers.all()].map((layer) => ({
      key: createHash('sha256')
        .update(Array.from(layer.components, (c) => fleet.keys[c]!).join('\n'))
        .digest('hex'),
      components: Uint32Array.from(layer.components, (c) => fleet.components[c]!).sort(),
      images: Uint32Array.from([...layer.images].flatMap((image) => [...fleet.members[image]!])).sort(),
      weight: layer.weight,
      tarBytes: layer.tarBytes,
      changeRate: layer.changeRate,
    })),
    imageLayers,
    objective: cost,
    bound: boundCost(fleet, model),
    basis: 'new',
    replanGain: undefined,
    layout: { schemaVersion: 1, kind: 'relayer-layout', layers: [], images: {} },
    steps: layers.steps,
  };
}

/** As many layers as can be of use: components that the same images hold and that change together are one. */
function startLayers(fleet: PlanningFleet): WorkingLayers {
  const layers = new WorkingLayers(fleet);
  const groups = new Map<string, number[]>();
  for (let c = 0; c < fleet.componentCount; c++) {
    const key = `${fleet.origins[c]} ${fleet.imagesOf[c]!.join(' ')}`;
    const group = groups.get(key);
    if (group) group.push(c);
    else groups.set(key, [c]);
  }
  for (const group of groups.values()) layers.add(Int32Array.from(group), fleet.imagesOf[group[0]!]!);
  return layers;
}
