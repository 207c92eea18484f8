// Plans the layers of a trimmed image: those that hold something that goes, or a database that changes, are made anew without
// it; all others stay the blobs that they are.
import type { ImageContents } from '../../contents/image-contents.ts';
import { layerOf } from '../../contents/view/locate-entry.ts';
import { ABSENT, NO_NODE } from '../../contents/view/path-tree.ts';
import { squashInSteps, squashLayers } from '../../contents/view/squash-layers.ts';
import type { SquashedView } from '../../contents/view/squashed-view.ts';
import { type LayerPlan, type MadeItem, STEP } from '../layer-plan.ts';
import { mapNodes } from '../map-nodes.ts';
import { planDifference } from '../plan-difference.ts';

/** What a trimmed image is made from. */
export interface TrimPlan {
  /** For each layer its plan, `gone` where nothing of it is left, or undefined where it stays. */
  readonly layers: readonly (LayerPlan | 'gone' | undefined)[];
  /** What the image shows in the end, but for the contents of `made`. */
  readonly view: SquashedView;
}

/** What goes and what changes, by nodes of the image's view. */
export interface TrimChanges {
  readonly gone: ReadonlySet<number>;
  readonly made: ReadonlyMap<number, MadeItem>;
}

/** Plans the layers; those below `keptLayerCount` stay whatever they hold, and what goes is whited out above them. */
export function planTrim(
  { view }: Pick<ImageContents, 'view'>,
  changes: TrimChanges,
  keptLayerCount = 0,
): TrimPlan {
  const { gone, made } = changes;
  const { layers: touched, goneFrom } = findTouched(view, changes, keptLayerCount);
  const layers: (LayerPlan | 'gone' | undefined)[] = [];
  const mask = (count: number): SquashedView =>
    maskView(
      view,
      count,
      [...gone].filter((node) => count > goneFrom.get(node)!),
    );
  for (let layer = 0; layer < view.layers.length; layer++) {
    if (!touched.has(layer)) {
      layers.push(undefined);
      continue;
    }
    const below = layer === 0 ? undefined : mask(layer);
    const plan = putMade(planDifference(mask(layer + 1), below), view, made);
    layers.push(plan.stepCount === 0 ? 'gone' : plan);
  }
  return { layers, view: mask(view.layers.length) };
}

/** What a trim makes anew. */
export interface TouchedLayers {
  /** Layers with an entry at a path that goes, whiteouts of it included, or with the shown version of a file that changes. */
  readonly layers: ReadonlySet<number>;
  /** For each node that goes, the layer from which on it is gone. */
  readonly goneFrom: ReadonlyMap<number, number>;
}

/** Finds them; layers below `keptLayerCount` are none of them. */
export function findTouched(
  view: SquashedView,
  { gone, made }: TrimChanges,
  keptLayerCount = 0,
): TouchedLayers {
  const touched = new Set<number>();
  for (const node of made.keys()) touched.add(layerOf(view, view.inodes[node]!));
  const before = new Map<number, number>();
  const goneFrom = new Map<number, number>();
  const steps = gone.size === 0 ? [] : squashInSteps(view.layers);
  let layer = 0;
  for (const step of steps) {
    // What a layer shows at a path where those below showed nothing or something else, or the other way round.
    for (const node of gone) {
      const now = entryOf(step, node);
      if (now === (before.get(node) ?? NO_NODE)) continue;
      before.set(node, now);
      if (layer < keptLayerCount) continue;
      touched.add(layer);
      if (!goneFrom.has(node)) goneFrom.set(node, layer);
    }
    layer++;
    if (layer !== keptLayerCount) continue;
    for (const node of gone) if ((before.get(node) ?? NO_NODE) === NO_NODE) goneFrom.set(node, layer);
  }
  for (const node of gone) if (!goneFrom.has(node)) goneFrom.set(node, Number.POSITIVE_INFINITY);
  return { layers: touched, goneFrom };
}

function entryOf({ tree, shown }: Pick<SquashedView, 'tree' | 'shown'>, node: number): number {
  return node >= tree.nodeCount || tree.kinds[node] === ABSENT ? NO_NODE : shown[node]!;
}

/** What the lowest layers show without the paths that go; a view of its own, so that it may be changed. */
function maskView(view: SquashedView, count: number, gone: readonly number[]): SquashedView {
  const masked = squashLayers(view.layers.slice(0, count));
  const places = mapNodes(view.tree, masked.tree);
  for (const node of gone) {
    const place = places[node]!;
    if (place === NO_NODE) continue;
    // A folder was there at that time.
    masked.tree.clearBelow(place, () => {});
    masked.tree.kinds[place] = ABSENT;
  }
  return masked;
}

/** Puts the new contents in the place of those that show in the end. */
function putMade(plan: LayerPlan, view: SquashedView, made: ReadonlyMap<number, MadeItem>): LayerPlan {
  if (made.size === 0) return plan;
  const places = mapNodes(view.tree, plan.tree);
  const kinds = plan.kinds.slice();
  const put = new Map(plan.made);
  const byPlace = new Map([...made].map(([node, item]) => [places[node]!, { node, item }]));
  for (let step = 0; step < plan.stepCount; step++) {
    const found = byPlace.get(plan.nodes[step]!);
    if (found === undefined || kinds[step] !== STEP.entry) continue;
    if (plan.sources[step] !== view.inodes[found.node]) continue;
    kinds[step] = STEP.made;
    put.set(plan.nodes[step]!, found.item);
  }
  return { ...plan, kinds, made: put };
}
