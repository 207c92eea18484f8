// Of several orders of the same layers the one that costs least: they differ in how much a calm bottom is worth against a shared one.
import type { PlanCost } from '../relayer-plan.ts';
import { orderLayers } from './order-layers.ts';
import { type CostModel, costPlan } from './plan-cost.ts';
import type { WorkingLayers } from './working-layers.ts';

/** Factors in restfulness between two steps of the order. */
const STEP_FACTORS = [1, 2, 4, 16, 256, Number.POSITIVE_INFINITY];

/** Layers, their order in each image, and what that costs. */
export interface OrderedLayers {
  readonly layers: WorkingLayers;
  /** A row an image, bottom first. */
  readonly rows: readonly Int32Array[];
  readonly cost: PlanCost;
  /** What the rows were ordered by. */
  readonly stepFactor: number;
}

/** The cheapest of the orders. */
export function chooseOrder(layers: WorkingLayers, model: CostModel): OrderedLayers {
  let best: OrderedLayers | undefined;
  for (const factor of STEP_FACTORS) {
    const found = takeOrder(layers, model, factor);
    if (best === undefined || found.cost.total < best.cost.total) best = found;
  }
  return best!;
}

/** One of the orders. */
export function takeOrder(layers: WorkingLayers, model: CostModel, stepFactor: number): OrderedLayers {
  const rows = orderLayers(layers, stepFactor);
  return { layers, rows, cost: costPlan(layers, rows, model), stepFactor };
}
