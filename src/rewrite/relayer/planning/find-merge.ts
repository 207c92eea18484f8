// The best partner of a layer: all layers that it meets in some image are weighed by what merging with them costs.
import type { CostFactors } from '../relayer-plan.ts';
import { intersect } from './number-sets.ts';
import { stayTogether, type WorkingLayer, type WorkingLayers } from './working-layers.ts';

/** Two layers that could be one, in the images that have both. */
export interface Merge {
  readonly a: WorkingLayer;
  readonly b: WorkingLayer;
  /** What it adds to the cost, for each image that has too many layers; less than nothing where it pays. */
  readonly score: number;
}

/** What a search needs; the arrays are its own, and grow with the layers. */
export interface MergeSearch {
  readonly layers: WorkingLayers;
  /** The layers that an image may have. */
  readonly most: number;
  readonly factors: CostFactors;
  readonly isKept: (layer: WorkingLayer) => boolean;
  counts: Int32Array;
  pulls: Float64Array;
  needs: Float64Array;
}

/** The merge of a layer with the lowest score, if there is one that is needed or pays. */
export function findMerge(search: MergeSearch, a: WorkingLayer): Merge | undefined {
  const { layers, most } = search;
  const { fleet, ofImage } = layers;
  growTo(search, layers.layers.length);
  const { counts, pulls, needs } = search;
  const met: number[] = [];
  for (const image of a.images) {
    const row = ofImage[image]!;
    const multiplicity = fleet.multiplicities[image]!;
    const need = row.length > most ? multiplicity : 0;
    for (const id of row) {
      if (counts[id] === 0) met.push(id);
      counts[id]!++;
      pulls[id]! += multiplicity;
      needs[id]! += need;
    }
    layers.steps += row.length;
  }
  let best: Merge | undefined;
  for (const id of met) {
    const b = layers.layers[id]!;
    if (b !== a) {
      const merge = weigh(search, a, b, { images: counts[id]!, pullers: pulls[id]!, needs: needs[id]! });
      if (merge.score < Number.POSITIVE_INFINITY && (best === undefined || isBetter(merge, best)))
        best = merge;
    }
    counts[id] = 0;
    pulls[id] = 0;
    needs[id] = 0;
  }
  return best;
}

/** The same for one partner, as it is now. */
export function weighMerge(search: MergeSearch, a: WorkingLayer, b: WorkingLayer): Merge {
  const { fleet, ofImage } = search.layers;
  const both = intersect(a.images, b.images);
  let pullers = 0;
  let needs = 0;
  for (const image of both) {
    pullers += fleet.multiplicities[image]!;
    if (ofImage[image]!.length > search.most) needs += fleet.multiplicities[image]!;
  }
  search.layers.steps += both.length;
  return weigh(search, a, b, { images: both.length, pullers, needs });
}

/** The images that have both layers: how many distinct ones, how many in all, and how many of all have too many layers. */
interface Meeting {
  readonly images: number;
  readonly pullers: number;
  readonly needs: number;
}

function weigh(search: MergeSearch, a: WorkingLayer, b: WorkingLayer, meeting: Meeting): Merge {
  const { needs } = meeting;
  // What nodes have already is only touched where it must be.
  if (needs === 0 && (search.isKept(a) || search.isKept(b))) return { a, b, score: Number.POSITIVE_INFINITY };
  const cost = costMerge(search, a, b, meeting);
  if (cost < 0) return { a, b, score: cost * Math.max(needs, 1) };
  return { a, b, score: needs > 0 ? cost / needs : Number.POSITIVE_INFINITY };
}

/** What is stored more, what is pulled more and how many layers there are more, when images that have both have one instead. */
function costMerge(
  { layers, factors, isKept }: MergeSearch,
  a: WorkingLayer,
  b: WorkingLayer,
  { images, pullers }: Meeting,
): number {
  const stay = stayTogether(layers.fleet, a.origins, b.origins, a.stay + b.stay);
  const weight = a.weight + b.weight;
  const pulled = weight * -Math.expm1(stay) - a.weight * a.changeRate - b.weight * b.changeRate;
  let cost = factors.pull * pullers * pulled;
  if (images === a.images.length) cost -= a.weight + factors.layerBytes;
  if (images === b.images.length) cost -= b.weight + factors.layerBytes;
  if (layers.findMerged(a, b) === undefined) cost += weight + factors.layerBytes;
  // What nodes have already is pulled once more.
  if (isKept(a)) cost += factors.pull * pullers * a.weight;
  if (isKept(b)) cost += factors.pull * pullers * b.weight;
  return cost;
}

function isBetter(x: Merge, y: Merge): boolean {
  if (x.score !== y.score) return x.score < y.score;
  return x.b.components[0]! < y.b.components[0]!;
}

function growTo(search: MergeSearch, length: number): void {
  if (search.counts.length >= length) return;
  search.counts = new Int32Array(2 * length);
  search.pulls = new Float64Array(2 * length);
  search.needs = new Float64Array(2 * length);
}
