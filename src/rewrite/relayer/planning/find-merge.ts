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

/** Of a layer in more images than this only some are looked at to find its best partners, so that time grows with the fleet, no faster. */
const MOST_IMAGES = 96;
/** How many of them are then weighed exactly. */
const FINALISTS = 12;

/** The merge of a layer with the lowest score, if there is one that is needed or pays. */
export function findMerge(search: MergeSearch, a: WorkingLayer): Merge | undefined {
  const stride = Math.ceil(a.images.length / MOST_IMAGES);
  const found = scorePartners(search, a, stride);
  const exact = stride === 1 ? found : found.map(({ b }) => ({ a, b, score: weighMerge(search, a, b) }));
  let best: Merge | undefined;
  for (const merge of exact) if (merge.score < (best?.score ?? Number.POSITIVE_INFINITY)) best = merge;
  return best;
}

/** The best partners by every `stride`th image, the best first. Images are in the order of a hash, so those are as good as drawn. */
function scorePartners(search: MergeSearch, a: WorkingLayer, stride: number): readonly Merge[] {
  const { layers, most } = search;
  const { fleet, ofImage } = layers;
  growTo(search, layers.layers.length);
  const { counts, pulls, needs } = search;
  const met: number[] = [];
  let looked = 0;
  for (let i = 0; i < a.images.length; i += stride) {
    const image = a.images[i]!;
    const row = ofImage[image]!;
    const multiplicity = fleet.multiplicities[image]!;
    const need = row.length > most ? multiplicity : 0;
    looked++;
    for (const id of row) {
      if (counts[id] === 0) met.push(id);
      counts[id]!++;
      pulls[id]! += multiplicity;
      needs[id]! += need;
    }
    layers.steps += row.length;
  }
  const scale = a.images.length / looked;
  const places = stride === 1 ? 1 : FINALISTS;
  const found: Merge[] = [];
  for (const id of met) {
    const b = layers.layers[id]!;
    if (b !== a) {
      const images = Math.min(Math.round(counts[id]! * scale), b.images.length);
      const limit = found.length < places ? Number.POSITIVE_INFINITY : found.at(-1)!.score;
      const score = scoreMerge(search, a, b, images, pulls[id]! * scale, needs[id]! * scale, limit);
      if (score < limit) {
        let at = found.length === places ? places - 1 : found.length;
        for (; at > 0 && found[at - 1]!.score > score; at--) found[at] = found[at - 1]!;
        found[at] = { a, b, score };
      }
    }
    counts[id] = 0;
    pulls[id] = 0;
    needs[id] = 0;
  }
  return found;
}

/** The score of merging two layers as they are now; Infinity where it is neither needed nor pays. */
export function weighMerge(search: MergeSearch, a: WorkingLayer, b: WorkingLayer): number {
  const { fleet, ofImage } = search.layers;
  const both = intersect(a.images, b.images);
  let pullers = 0;
  let needs = 0;
  for (const image of both) {
    pullers += fleet.multiplicities[image]!;
    if (ofImage[image]!.length > search.most) needs += fleet.multiplicities[image]!;
  }
  search.layers.steps += both.length;
  return scoreMerge(search, a, b, both.length, pullers, needs, Number.POSITIVE_INFINITY);
}

/**
 * What is stored more, what is pulled more and how many layers there are more when `images` distinct images, `pullers` in all, have
 * one layer instead of two; for each of those `needs` that have too many. Infinity where that is not below `limit` for sure.
 */
function scoreMerge(
  search: MergeSearch,
  a: WorkingLayer,
  b: WorkingLayer,
  images: number,
  pullers: number,
  needs: number,
  limit: number,
): number {
  const { layers, factors, isKept } = search;
  let cost = factors.layerBytes;
  cost += images === a.images.length ? -factors.layerBytes : a.weight;
  cost += images === b.images.length ? -factors.layerBytes : b.weight;
  // Most partners are ruled out by what would be stored twice; that another layer happens to be the union is too rare to look for here.
  if (cost >= 0 ? needs === 0 || cost > limit * needs : cost * Math.max(needs, 1) > limit)
    return Number.POSITIVE_INFINITY;
  const [keptA, keptB] = [isKept(a), isKept(b)];
  // What nodes have already is only touched where it must be.
  if (needs === 0 && (keptA || keptB)) return Number.POSITIVE_INFINITY;
  const weight = a.weight + b.weight;
  let stay = a.stay + b.stay;
  if ((a.originBits & b.originBits) !== 0) stay = stayTogether(layers.fleet, a.origins, b.origins, stay);
  const pulled = weight * -Math.expm1(stay) - a.weight * a.changeRate - b.weight * b.changeRate;
  cost += factors.pull * pullers * pulled;
  // What nodes have is pulled once more.
  if (keptA) cost += factors.pull * pullers * a.weight;
  if (keptB) cost += factors.pull * pullers * b.weight;
  if (layers.findMerged(a, b) !== undefined) cost -= weight + factors.layerBytes;
  if (cost < 0) return cost * Math.max(needs, 1);
  return needs > 0 ? cost / needs : Number.POSITIVE_INFINITY;
}

function growTo(search: MergeSearch, length: number): void {
  if (search.counts.length >= length) return;
  search.counts = new Int32Array(2 * length);
  search.pulls = new Float64Array(2 * length);
  search.needs = new Float64Array(2 * length);
}
