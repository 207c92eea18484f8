// From components to layers: a new plan, or the kept layout, whichever the modelled cost is for (docs/decisions/relayer.md).
import { PlimsollError } from '../../../errors.ts';
import {
  RESERVED_LAYERS,
  type RelayerInput,
  type RelayerOptions,
  type RelayerPlan,
} from '../relayer-plan.ts';
import { chooseOrder, type OrderedLayers } from './choose-order.ts';
import { describePlan } from './describe-plan.ts';
import { evenLayers } from './even-layers.ts';
import { improveLayers } from './improve-layers.ts';
import { keepLayout, rowName } from './keep-layout.ts';
import { mergeLayers } from './merge-layers.ts';
import { boundCost, type CostModel, costPlan, DEFAULT_FACTORS } from './plan-cost.ts';
import { buildFleet, type PlanningFleet } from './planning-fleet.ts';
import { startLayers } from './start-layers.ts';

/** The part of its cost that a layout must be able to save before it is given up. */
const REPLAN_GAIN = 0.15;
/** Local search looks at the whole plan for each change it tries: beyond this many layers of images it would end before it has begun. */
const MOST_SEARCHED = 120;
const SEARCH_STEPS = 500_000;

/** The layers of each image, at most `options.layers` less those reserved; the same for the same input in any order. */
export function planRelayer(input: RelayerInput, options: RelayerOptions): RelayerPlan {
  const { order, previous } = options;
  const most = options.layers - RESERVED_LAYERS;
  if (!(most >= 1))
    throw new PlimsollError('USAGE', `an image needs at least ${RESERVED_LAYERS + 1} layers`, {
      subject: `${options.layers}`,
    });
  const model: CostModel = { order, factors: { ...DEFAULT_FACTORS[order], ...options.factors } };
  const fleet = buildFleet(input);
  const bound = boundCost(fleet, model);
  const fresh = planFresh(fleet, most, model);
  const steps = fresh.layers.steps;
  if (previous === undefined) {
    const rows = describePlan(input, fresh, order);
    return { ...rows, objective: fresh.cost, bound, basis: 'new', replanGain: undefined, steps };
  }
  const kept = planKept(input, previous, most, model);
  const replanGain = kept.cost.total === 0 ? 0 : 1 - fresh.cost.total / kept.cost.total;
  const isKept = replanGain <= (options.replanGain ?? REPLAN_GAIN);
  const chosen = isKept ? kept : fresh;
  return {
    ...describePlan(input, chosen, order, previous),
    objective: chosen.cost,
    bound,
    basis: isKept ? 'kept' : 'replanned',
    replanGain,
    steps: steps + kept.layers.steps,
  };
}

function planFresh(fleet: PlanningFleet, most: number, model: CostModel): OrderedLayers {
  const merged = startLayers(fleet);
  mergeLayers(merged, most, model);
  const size = merged.ofImage.reduce((sum, row) => sum + row.length, 0);
  const { layers } =
    size > MOST_SEARCHED ? { layers: merged } : improveLayers(merged, most, model, SEARCH_STEPS);
  evenLayers(layers, most);
  return chooseOrder(layers, model);
}

function planKept(
  input: RelayerInput,
  previous: NonNullable<RelayerOptions['previous']>,
  most: number,
  model: CostModel,
): OrderedLayers {
  const fleet = buildFleet(input, rowName(input, previous));
  const { layers, rows } = keepLayout(fleet, input, previous, most, model);
  if (previous.order !== model.order) return chooseOrder(layers, model);
  return { layers, rows, cost: costPlan(layers, rows, model), stepFactor: 1 };
}
