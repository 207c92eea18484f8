// From too many layers to few enough: the cheapest merge first, by what it costs for each image that needs it.
import { BinaryHeap } from './binary-heap.ts';
import { findMerge, type Merge, type MergeSearch, weighMerge } from './find-merge.ts';
import { intersect } from './number-sets.ts';
import type { CostModel } from './plan-cost.ts';
import type { WorkingLayer, WorkingLayers } from './working-layers.ts';

/** Merges until no image has more than `most` layers, and on while a merge costs less than it saves. */
export function mergeLayers(layers: WorkingLayers, most: number, model: CostModel, isKept?: IsKept): void {
  const search: MergeSearch = {
    layers,
    most,
    factors: model.factors,
    isKept: isKept ?? (() => false),
    counts: new Int32Array(0),
    pulls: new Float64Array(0),
    needs: new Float64Array(0),
  };
  runMerges(search);
}

/** Whether a layer is one that nodes have already. */
export type IsKept = (layer: WorkingLayer) => boolean;

interface Candidate {
  readonly merge: Merge;
  readonly versions: readonly [number, number];
}

function runMerges(search: MergeSearch): void {
  const { layers } = search;
  const heap = new BinaryHeap<Candidate>(comesBefore);
  const push = (layer: WorkingLayer): void => {
    const merge = findMerge(search, layer);
    if (merge) heap.push({ merge, versions: [merge.a.version, merge.b.version] });
  };
  for (const layer of layers.all()) push(layer);
  for (let candidate = heap.pop(); candidate !== undefined; candidate = heap.pop()) {
    const { merge, versions } = candidate;
    const { a, b } = merge;
    // Whoever changed `a` has pushed what is best for it now.
    if (layers.layers[a.id] !== a || a.version !== versions[0]) continue;
    const isStale = layers.layers[b.id] !== b || b.version !== versions[1];
    if (isStale || weighMerge(search, a, b) > merge.score + 1e-9 * Math.abs(merge.score)) {
      push(a);
      continue;
    }
    const union = layers.merge(a, b, intersect(a.images, b.images));
    for (const changed of new Set([union, a, b])) if (layers.layers[changed.id] === changed) push(changed);
  }
}

function comesBefore({ merge: x }: Candidate, { merge: y }: Candidate): boolean {
  if (x.score !== y.score) return x.score < y.score;
  // Of two that cost the same, the one whose components come first: numbers depend on how layers came about.
  const [left, right] = [x.a.components[0]!, y.a.components[0]!];
  return left === right ? x.b.components[0]! < y.b.components[0]! : left < right;
}
