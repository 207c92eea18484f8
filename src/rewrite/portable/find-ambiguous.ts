// Whether layers that are to be kept are read alike by all engines. The root's own attributes are left aside: overlay file
// systems never take them from a layer, so no image can settle them.
import { describeAmbiguities, type LayerAmbiguity } from '../../contents/view/describe-ambiguities.ts';
import { squashLayers } from '../../contents/view/squash-layers.ts';
import type { SquashedView } from '../../contents/view/squashed-view.ts';

/** The lowest layer that engines read in different ways, or undefined. */
export function findAmbiguousLayer(view: SquashedView): LayerAmbiguity | undefined {
  return describeAmbiguities(view).find((report) => !isAboutRootAlone(report));
}

/** How many of the lowest layers can be kept at most, of `wanted`. */
export function countPortable(view: SquashedView, wanted: number): number {
  let count = wanted;
  while (count > 0) {
    const ambiguous = findAmbiguousLayer(squashLayers(view.layers.slice(0, count)));
    if (ambiguous === undefined) break;
    count = ambiguous.layer;
  }
  return count;
}

function isAboutRootAlone({
  refusedByOverlay,
  refusedByMerged,
  kinds,
  differences,
  differenceCount,
}: LayerAmbiguity): boolean {
  if (refusedByOverlay || refusedByMerged || kinds.includes('overlay-xattr')) return false;
  return differenceCount === differences.length && differences.every(({ path }) => path === '');
}
