// What the ambiguities of an image come to: for each layer that has some, where the two ways of applying layers show
// something else, and who refuses it. A layer that all engines show the same is not reported.
import { ENTRY_KIND } from '../facts/layer-facts.ts';
import { compareViews, type ViewDifference } from './compare-views.ts';
import { overlayLayers } from './overlay-layers.ts';
import type { Ambiguity, AmbiguityKind, SquashedView } from './squashed-view.ts';

export type { ViewDifference } from './compare-views.ts';

/** One layer that engines read in different ways, or refuse. */
export interface LayerAmbiguity {
  readonly layer: number;
  readonly kinds: readonly AmbiguityKind[];
  /** Docker's overlay2 cannot load the layer. */
  readonly refusedByOverlay: boolean;
  /** The engines that merge layer onto layer cannot unpack it, neither umoci nor containers/storage with vfs. */
  readonly refusedByMerged: boolean;
  /** The first of them; what a refused layer would show is nobody's truth. */
  readonly differences: readonly ViewDifference[];
  readonly differenceCount: number;
}

const DIFFERENCES_KEPT = 20;
/** What umoci and containers/storage refuse both. */
const REFUSED: ReadonlySet<AmbiguityKind> = new Set([
  'hardlink-without-target',
  'parent-is-no-directory',
  'symlink-circle',
  'invalid-whiteout',
]);

/** The layers whose ambiguities make a difference, from the base; empty at no cost where the view has none. */
export function describeAmbiguities(view: SquashedView): readonly LayerAmbiguity[] {
  if (view.ambiguities.length === 0) return [];
  const overlay = overlayLayers(view.layers, view.entryBases);
  const reports = new Map<number, MutableReport>();
  for (const ambiguity of view.ambiguities) {
    let report = reports.get(ambiguity.layer);
    if (report === undefined) {
      report = { kinds: new Set(), isRefused: false, differences: [], count: 0 };
      reports.set(ambiguity.layer, report);
    }
    report.kinds.add(ambiguity.kind);
    report.isRefused ||= isRefused(view, ambiguity);
  }
  const blamed = blameLayers(view.layers.length, [...reports.keys()]);
  compareViews(view, overlay, (decidedBy, difference) => {
    const report = reports.get(blamed[decidedBy]!)!;
    report.count++;
    if (report.differences.length < DIFFERENCES_KEPT) report.differences.push(difference());
  });
  return [...reports]
    .map(([layer, { kinds, isRefused, differences, count }]) => ({
      layer,
      kinds: [...kinds].sort(),
      refusedByOverlay: overlay.refused.has(layer),
      refusedByMerged: isRefused,
      differences,
      differenceCount: count,
    }))
    .filter(
      (report) =>
        report.differenceCount > 0 ||
        report.refusedByOverlay ||
        report.refusedByMerged ||
        // Redirections and the like are not worked out here.
        report.kinds.includes('overlay-xattr'),
    );
}

interface MutableReport {
  readonly kinds: Set<AmbiguityKind>;
  isRefused: boolean;
  readonly differences: ViewDifference[];
  count: number;
}

/** For each layer the topmost ambiguous one up to it: a layer on top of that one may only have built on what went astray. */
function blameLayers(layerCount: number, ambiguous: readonly number[]): readonly number[] {
  const blamed: number[] = [];
  let last = ambiguous[0]!;
  let next = 0;
  for (let layer = 0; layer < layerCount; layer++) {
    if (ambiguous[next] === layer) last = ambiguous[next++]!;
    blamed.push(last);
  }
  return blamed;
}

function isRefused(view: SquashedView, { kind, layer, entry }: Ambiguity): boolean {
  if (!REFUSED.has(kind)) return false;
  const entryKind = view.layers[layer]!.kinds[entry]!;
  const isMark = entryKind === ENTRY_KIND.whiteout || entryKind === ENTRY_KIND.opaque;
  // Where a mark's folder is none, umoci finds nothing to hide; where it is a circle, containers/storage does.
  return kind === 'hardlink-without-target' || kind === 'invalid-whiteout' || !isMark;
}
