// The proof of a rewrite: what the result's layers show, once they were read back from where they were written, against what
// was promised, under both ways of applying layers.
import { ENTRY_KIND, type LayerFacts, pathText } from '../../contents/facts/layer-facts.ts';
import { overlayLayers } from '../../contents/view/overlay-layers.ts';
import { NO_NODE } from '../../contents/view/path-tree.ts';
import { squashLayers } from '../../contents/view/squash-layers.ts';
import { type SquashedView, VISIBLE } from '../../contents/view/squashed-view.ts';
import type { ProofChecks, ShippedFile } from './certificate.ts';
import { compareShown, type ShownStack } from './compare-shown.ts';

const FILES_KEPT = 100;
const SLASH = 0x2f;

/** Checks the layers of the result, of which the lowest `keptCount` are the input's own. */
export function checkRewrite(
  promised: ShownStack,
  layers: readonly LayerFacts[],
  keptCount: number,
): ProofChecks {
  const view = squashLayers(layers);
  const overlay = overlayLayers(layers, view.entryBases);
  const { entryBases } = view;
  const firstNew = keptCount < layers.length ? entryBases[keptCount]! : view.hiddenBy.length;
  return {
    merged: compareShown(promised, view),
    overlay: compareShown(promised, { ...overlay, layers, entryBases }, { ignoresRoot: true }),
    refusedLayers: [...overlay.refused].sort((a, b) => a - b),
    hiddenInNewLayers: countHidden(view, firstNew),
    whiteoutCount: layers.slice(keptCount).reduce((sum, facts) => sum + countMarks(facts), 0),
    hiddenInKeptLayers: listHidden(view, keptCount),
  };
}

/** Whether all that was promised was found. */
export function isProven(checks: ProofChecks, keptCount: number): boolean {
  return (
    checks.merged.differenceCount === 0 &&
    checks.overlay.differenceCount === 0 &&
    checks.refusedLayers.length === 0 &&
    checks.hiddenInNewLayers.entryCount === 0 &&
    (keptCount > 0 || checks.whiteoutCount === 0)
  );
}

function countHidden(view: SquashedView, firstEntry: number): ProofChecks['hiddenInNewLayers'] {
  let [entryCount, sizeBytes] = [0, 0];
  view.layers.forEach((facts, layer) => {
    const base = view.entryBases[layer]!;
    for (let i = 0; base >= firstEntry && i < facts.entryCount; i++) {
      if (view.hiddenBy[base + i] === VISIBLE || isStatedAgain(view, facts, i)) continue;
      entryCount++;
      sizeBytes += facts.sizes[i]!;
    }
  });
  return { entryCount, sizeBytes };
}

/** Whether entry `i` is a folder, and a folder shows at its path. */
function isStatedAgain(
  { tree }: SquashedView,
  { kinds, pathEnds, pathBytes }: LayerFacts,
  i: number,
): boolean {
  if (kinds[i] !== ENTRY_KIND.directory) return false;
  const end = pathEnds[i]!;
  let node = 0;
  for (let at = i === 0 ? 0 : pathEnds[i - 1]!; at < end && node !== NO_NODE; ) {
    const slash = pathBytes.indexOf(SLASH, at);
    const nameEnd = slash === -1 || slash > end ? end : slash;
    node = tree.find(node, pathBytes, at, nameEnd);
    at = nameEnd + 1;
  }
  return node !== NO_NODE && tree.kinds[node] === ENTRY_KIND.directory;
}

function countMarks({ kinds }: LayerFacts): number {
  let count = 0;
  for (const kind of kinds) if (kind >= ENTRY_KIND.whiteout) count++;
  return count;
}

function listHidden(view: SquashedView, keptCount: number): ProofChecks['hiddenInKeptLayers'] {
  let [fileCount, sizeBytes] = [0, 0];
  const found: { readonly layer: number; readonly i: number; readonly sizeBytes: number }[] = [];
  view.layers.slice(0, keptCount).forEach((facts, layer) => {
    const base = view.entryBases[layer]!;
    for (let i = 0; i < facts.entryCount; i++) {
      if (facts.kinds[i] !== ENTRY_KIND.file || view.hiddenBy[base + i] === VISIBLE) continue;
      fileCount++;
      sizeBytes += facts.sizes[i]!;
      found.push({ layer, i, sizeBytes: facts.sizes[i]! });
    }
  });
  found.sort((a, b) => b.sizeBytes - a.sizeBytes || a.layer - b.layer || a.i - b.i);
  const files = found.slice(0, FILES_KEPT).map(({ layer, i, sizeBytes }): ShippedFile => {
    return { path: pathText(view.layers[layer]!, i), layer, sizeBytes };
  });
  return { fileCount, sizeBytes, files };
}
