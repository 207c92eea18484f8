// The order of layers in each image. Layers of one step of restfulness are ordered so that images share what lies at their bottom
// (nodes keep a layer once for each different row below it); steps keep restless layers on top.
import { BinaryHeap } from './binary-heap.ts';
import { includes } from './number-sets.ts';
import { restfulness } from './plan-cost.ts';
import type { WorkingLayer, WorkingLayers } from './working-layers.ts';

/**
 * Each image's layers, bottom first. `stepFactor` is the factor in restfulness between two steps: with 1 each layer is a step of its
 * own, which pulls least, with Infinity all are one step, which keeps nodes smallest.
 */
export function orderLayers(layers: WorkingLayers, stepFactor: number): readonly Int32Array[] {
  const { fleet, ofImage } = layers;
  const work: Arrangement = {
    layers,
    steps: rankSteps(layers, stepFactor),
    rows: ofImage.map((row) => new Int32Array(row.length)),
    lengths: new Int32Array(fleet.imageCount),
    groupOf: new Int32Array(fleet.imageCount),
    placed: new Uint8Array(layers.layers.length),
    groups: 0,
  };
  arrange(work, Int32Array.from(ofImage.keys()));
  return work.rows;
}

interface Arrangement {
  readonly layers: WorkingLayers;
  readonly steps: Float64Array;
  readonly rows: readonly Int32Array[];
  readonly lengths: Int32Array;
  /** The innermost group that each image is in. */
  readonly groupOf: Int32Array;
  /** Layers that lie below the group at hand. */
  readonly placed: Uint8Array;
  groups: number;
}

interface Choice {
  readonly layer: WorkingLayer;
  readonly step: number;
  readonly count: number;
}

/** Puts layers on a group of images whose rows are equal so far. */
function arrange(work: Arrangement, group: Int32Array): void {
  const { layers, steps, rows, lengths, groupOf, placed } = work;
  if (group.length === 1) {
    finishRow(work, group[0]!);
    return;
  }
  const counts = new Map<number, number>();
  const number = ++work.groups;
  for (const image of group) {
    groupOf[image] = number;
    for (const id of layers.ofImage[image]!) if (!placed[id]) counts.set(id, (counts.get(id) ?? 0) + 1);
    layers.steps += layers.ofImage[image]!.length;
  }
  const heap = new BinaryHeap<Choice>(comesBefore);
  for (const [id, count] of counts) heap.push({ layer: layers.layers[id]!, step: steps[id]!, count });
  let rest = group;
  let left = group.length;
  while (left > 0) {
    const choice = heap.pop();
    if (choice === undefined) return;
    const { layer, step } = choice;
    const count = counts.get(layer.id)!;
    if (count === 0) continue;
    if (count !== choice.count) {
      heap.push({ layer, step, count });
      continue;
    }
    const isSmall = layer.images.length <= left;
    const upper = isSmall
      ? layer.images.filter((image) => groupOf[image] === number)
      : rest.filter((image) => groupOf[image] === number && includes(layer.images, image));
    for (const image of upper) {
      rows[image]![lengths[image]!++] = layer.id;
      for (const id of layers.ofImage[image]!) if (!placed[id]) counts.set(id, counts.get(id)! - 1);
    }
    left -= upper.length;
    layers.steps += Math.min(layer.images.length, rest.length) + upper.length;
    placed[layer.id] = 1;
    arrange(work, upper);
    placed[layer.id] = 0;
    if (!isSmall) rest = rest.filter((image) => groupOf[image] === number);
  }
}

/** An image that shares its row with no other: its layers by their steps. */
function finishRow(
  { layers, steps, rows, lengths, groupOf, placed, groups }: Arrangement,
  image: number,
): void {
  // Its group is over: it must not be taken for a member of that of all others.
  groupOf[image] = -groups;
  const rest = layers.ofImage[image]!.filter((id) => !placed[id]);
  rest.sort(
    (a, b) =>
      steps[a]! - steps[b]! || compareComponents(layers.layers[a]!.components, layers.layers[b]!.components),
  );
  for (const id of rest) rows[image]![lengths[image]!++] = id;
  layers.steps += rest.length;
}

function comesBefore(a: Choice, b: Choice): boolean {
  if (a.step !== b.step) return a.step < b.step;
  const [left, right] = [a.layer.tarBytes * (a.count - 1), b.layer.tarBytes * (b.count - 1)];
  if (left !== right) return left > right;
  if (a.count !== b.count) return a.count > b.count;
  return a.layer.components[0]! === b.layer.components[0]!
    ? compareComponents(a.layer.components, b.layer.components) < 0
    : a.layer.components[0]! < b.layer.components[0]!;
}

/** By their components: an order that does not depend on how layers came about. */
export function compareComponents(a: Int32Array, b: Int32Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** The step of each layer by its number, the lowest at the bottom. */
function rankSteps(layers: WorkingLayers, stepFactor: number): Float64Array {
  const steps = new Float64Array(layers.layers.length);
  if (stepFactor === Number.POSITIVE_INFINITY) return steps;
  const sorted = [...layers.all()]
    .map((layer) => ({ layer, rest: restfulness(layer.weight, layer.stay) }))
    .sort((a, b) =>
      a.rest === b.rest ? compareComponents(a.layer.components, b.layer.components) : b.rest - a.rest,
    );
  sorted.forEach(({ layer, rest }, rank) => {
    steps[layer.id] =
      stepFactor === 1
        ? rank
        : -Math.floor(Math.log(Math.min(Math.max(rest, 1e-9), 1e18)) / Math.log(stepFactor));
  });
  return steps;
}
