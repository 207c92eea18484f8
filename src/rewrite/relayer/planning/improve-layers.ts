// Local search for fleets that are small enough: layers are merged, split and handed components until nothing of that makes the plan
// cheaper. It looks at the whole cost, order and nodes included, which merging alone does not. Always in the same order, and bounded.
import { chooseOrder, type OrderedLayers, takeOrder } from './choose-order.ts';
import { mergeLayers } from './merge-layers.ts';
import { intersect, subtract, unite } from './number-sets.ts';
import type { CostModel } from './plan-cost.ts';
import type { WorkingLayer, WorkingLayers } from './working-layers.ts';

/** A change of some layers in some images: these sets of components instead of those. */
interface Move {
  readonly images: Int32Array;
  readonly from: readonly Int32Array[];
  readonly to: readonly Int32Array[];
}

/** The plan, or a cheaper one that single changes lead to; `steps` bounds the work. */
export function improveLayers(
  start: WorkingLayers,
  most: number,
  model: CostModel,
  steps: number,
): OrderedLayers {
  let best = chooseOrder(start, model);
  const last = start.steps + steps;
  const changes = [
    (layers: WorkingLayers) => listMoves(layers),
    (layers: WorkingLayers) => listShared(layers),
  ];
  for (let isBetter = true; isBetter; ) {
    isBetter = false;
    for (const list of changes) {
      for (const change of list(best.layers)) {
        if (best.layers.steps > last) return best;
        const layers = best.layers.copy();
        change(layers);
        mergeLayers(layers, most, model);
        const found = takeOrder(layers, model, best.stepFactor);
        best.layers.steps += layers.steps;
        if (found.cost.total >= best.cost.total * (1 - 1e-9)) continue;
        layers.steps = best.layers.steps;
        best = chooseOrder(layers, model);
        isBetter = true;
        break;
      }
      if (isBetter) break;
    }
  }
  return best;
}

type Change = (layers: WorkingLayers) => void;

function* listMoves(layers: WorkingLayers): Generator<Change> {
  const all = [...layers.all()];
  for (const a of all)
    for (const b of all) {
      if (a === b) continue;
      const both = intersect(a.images, b.images);
      if (both.length === 0) continue;
      for (const images of choicesOf(both)) {
        if (a.id < b.id)
          yield change({
            images,
            from: [a.components, b.components],
            to: [unite(a.components, b.components)],
          });
        if (a.components.length === 1) continue;
        for (const component of a.components) {
          const single = Int32Array.of(component);
          yield change({
            images,
            from: [a.components, b.components],
            to: [subtract(a.components, single), unite(b.components, single)],
          });
        }
      }
    }
  for (const layer of all) yield* listSplits(layer, all);
}

function change({ images, from, to }: Move): Change {
  return (layers) => {
    for (const components of from) layers.remove(layers.find(components)!, images);
    for (const components of to) layers.add(components, images);
  };
}

/** A layer in two: each component apart, and each other layer that is a part of it. What is too much is merged again. */
function* listSplits(layer: WorkingLayer, all: readonly WorkingLayer[]): Generator<Change> {
  if (layer.components.length < 2) return;
  const parts = Array.from(layer.components, (component): Int32Array => Int32Array.of(component));
  for (const other of all)
    if (
      other.components.length > 1 &&
      other.components.length < layer.components.length &&
      subtract(other.components, layer.components).length === 0
    )
      parts.push(other.components);
  for (const part of parts)
    for (const images of choicesOf(layer.images))
      yield change({ images, from: [layer.components], to: [part, subtract(layer.components, part)] });
}

/** What some images have in common becomes a layer of all that hold it, or of all but one. */
function* listShared(layers: WorkingLayers): Generator<Change> {
  const { fleet } = layers;
  const sets = new Map<string, Int32Array>();
  const meet = (set: Int32Array): void => {
    if (set.length > 0 && sets.size < MOST_SETS) sets.set(set.join(), set);
  };
  for (const held of fleet.componentsOf) meet(held);
  for (let round = 0; round < 2; round++) {
    const known = [...sets.values()];
    for (const a of known)
      for (const b of known) {
        meet(intersect(a, b));
        if (subtract(b, a).length === 0) meet(subtract(a, b));
      }
  }
  for (const set of sets.values()) {
    const holders = Int32Array.from(fleet.componentsOf.keys()).filter(
      (image) => subtract(set, fleet.componentsOf[image]!).length === 0,
    );
    yield share(set, holders);
    if (holders.length > 2)
      for (const image of holders)
        yield share(
          set,
          holders.filter((other) => other !== image),
        );
  }
}

const MOST_SETS = 200;

function share(set: Int32Array, images: Int32Array): Change {
  return (layers) => {
    for (const image of images) {
      const alone = Int32Array.of(image);
      for (const id of [...layers.ofImage[image]!]) {
        const layer = layers.layers[id]!;
        const rest = subtract(layer.components, set);
        if (rest.length === layer.components.length) continue;
        layers.remove(layer, alone);
        if (rest.length > 0) layers.add(rest, alone);
      }
      layers.add(set, alone);
    }
  };
}

/** All of the images, and each alone. */
function choicesOf(images: Int32Array): readonly Int32Array[] {
  const single = Array.from(images, (image): Int32Array => Int32Array.of(image));
  return images.length === 1 ? single : [images, ...single];
}
