// Plans the layers of a trimmed image: those that hold something that goes, or a database that changes, are made anew without
// it; all others stay the blobs that they are.
import type { ImageContents } from '../../contents/image-contents.ts';
import { layerOf } from '../../contents/view/locate-entry.ts';
import { ABSENT, NO_NODE } from '../../contents/view/path-tree.ts';
import { squashInSteps, squashLayers } from '../../contents/view/squash-layers.ts';
import type { SquashedView } from '../../contents/view/squashed-view.ts';
import { type LayerPlan, type MadeItem, STEP } from '../layer-plan.ts';
import { StepPlanner } from './step-planner.ts';

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
  const { made } = changes;
  const { layers: touched, goneFrom } = findTouched(view, changes, keptLayerCount);
  const planner = new StepPlanner(view, goneFrom);
  const layers: (LayerPlan | 'gone' | undefined)[] = view.layers.map(() => undefined);
  let layer = 0;
  for (const step of touched.size === 0 ? [] : squashInSteps(view.layers)) {
    if (touched.has(layer)) {
      const plan = putMade(planner.plan(step, layer), view, made);
      layers[layer] = plan.stepCount === 0 ? 'gone' : plan;
    }
    layer++;
  }
  return { layers, view: maskView(view, goneFrom) };
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
  const goneFrom = new Map<number, number>();
  let layer = 0;
  for (const { tree, shown, before } of gone.size === 0 ? [] : squashInSteps(view.layers)) {
    // What a layer shows at a path where those below showed nothing or something else, or the other way round.
    for (const [at, node] of before.nodes.entries()) {
      if (layer < keptLayerCount || !gone.has(node)) continue;
      if (entryOf(tree.kinds[node]!, shown[node]!) === entryOf(before.kinds[at]!, before.shown[at]!))
        continue;
      touched.add(layer);
      if (!goneFrom.has(node)) goneFrom.set(node, layer);
    }
    layer++;
    if (layer !== keptLayerCount) continue;
    for (const node of gone)
      if (node >= tree.nodeCount || tree.kinds[node] === ABSENT) goneFrom.set(node, layer);
  }
  for (const node of gone) if (!goneFrom.has(node)) goneFrom.set(node, Number.POSITIVE_INFINITY);
  return { layers: touched, goneFrom };
}

function entryOf(kind: number, shown: number): number {
  return kind === ABSENT ? NO_NODE : shown;
}

/** What the layers show without the paths that go; a view of its own, so that it may be changed. */
function maskView(view: SquashedView, goneFrom: ReadonlyMap<number, number>): SquashedView {
  const masked = squashLayers(view.layers);
  for (const [node, layer] of goneFrom) {
    if (layer === Number.POSITIVE_INFINITY) continue;
    masked.tree.clearBelow(node, () => {});
    masked.tree.kinds[node] = ABSENT;
  }
  return masked;
}

/** Puts the new contents in the place of those that show in the end. */
function putMade(plan: LayerPlan, view: SquashedView, made: ReadonlyMap<number, MadeItem>): LayerPlan {
  if (made.size === 0) return plan;
  const kinds = plan.kinds.slice();
  const put = new Map(plan.made);
  for (let step = 0; step < plan.stepCount; step++) {
    const node = plan.nodes[step]!;
    const item = made.get(node);
    if (item === undefined || kinds[step] !== STEP.entry || plan.sources[step] !== view.inodes[node])
      continue;
    kinds[step] = STEP.made;
    put.set(node, item);
  }
  return { ...plan, kinds, made: put };
}
