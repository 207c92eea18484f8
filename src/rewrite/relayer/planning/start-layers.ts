// Where merging starts: as many layers as can be of use.
import { unite } from './number-sets.ts';
import type { CostModel } from './plan-cost.ts';
import type { PlanningFleet } from './planning-fleet.ts';
import { stayTogether, type WorkingLayer, WorkingLayers } from './working-layers.ts';

/** A layer for all components that the same images hold and that change together, or so seldom that it pays. */
export function startLayers(fleet: PlanningFleet, model: CostModel): WorkingLayers {
  const layers = new WorkingLayers(fleet);
  addClasses(layers, fleet.imagesOf, model);
  return layers;
}

/** The same where other layers are there already: components are held by what is given of each, which may be nothing. */
export function addClasses(layers: WorkingLayers, imagesOf: readonly Int32Array[], model: CostModel): void {
  const { fleet } = layers;
  const classes = new Map<string, Map<number, number[]>>();
  for (let c = 0; c < fleet.componentCount; c++) {
    const images = imagesOf[c]!;
    if (images.length === 0) continue;
    const signature = images.join(' ');
    let origins = classes.get(signature);
    if (origins === undefined) {
      origins = new Map();
      classes.set(signature, origins);
    }
    const members = origins.get(fleet.origins[c]!);
    if (members) members.push(c);
    else origins.set(fleet.origins[c]!, [c]);
    layers.steps += images.length;
  }
  for (const origins of classes.values()) {
    const sets = [...origins.values()].map((members) => Int32Array.from(members));
    const images = imagesOf[sets[0]![0]!]!;
    for (const set of joinNeighbours(layers, sets, images, model)) layers.add(set, images);
  }
}

/** Sets of the same images whose neighbours in calm are joined while a layer less saves more than is pulled for it. */
function joinNeighbours(
  layers: WorkingLayers,
  sets: readonly Int32Array[],
  images: Int32Array,
  { factors }: CostModel,
): readonly Int32Array[] {
  if (sets.length === 1) return sets;
  const pullers = images.reduce((sum, image) => sum + layers.fleet.multiplicities[image]!, 0);
  const sorted = sets
    .map((set) => layers.measure(set))
    .sort((a, b) => b.stay - a.stay || a.components[0]! - b.components[0]!);
  const joined: WorkingLayer[] = [];
  for (const next of sorted) {
    const last = joined.at(-1);
    if (last === undefined) joined.push(next);
    else {
      const stay = stayTogether(layers.fleet, last.origins, next.origins, last.stay + next.stay);
      const pulled =
        (last.weight + next.weight) * -Math.expm1(stay) -
        last.weight * last.changeRate -
        next.weight * next.changeRate;
      if (factors.pull * pullers * pulled >= factors.layerBytes) joined.push(next);
      else joined[joined.length - 1] = layers.measure(unite(last.components, next.components));
    }
  }
  return joined.map(({ components }) => components);
}
