// Plans the layers of a trimmed image: those that hold something that goes, or a database that changes, are made anew without
// it; all others stay the blobs that they are.
import type { ImageContents } from '../../contents/image-contents.ts';
import { layerOf } from '../../contents/view/locate-entry.ts';
import { ABSENT, NO_NODE } from '../../contents/view/path-tree.ts';
import { squashLayers } from '../../contents/view/squash-layers.ts';
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

/** Plans the layers; layers below `keptLayerCount` must hold nothing that goes. */
export function planTrim({ view }: Pick<ImageContents, 'view'>, { gone, made }: TrimChanges): TrimPlan {
  const touched = findTouched(view, gone, made);
  const layers: (LayerPlan | 'gone' | undefined)[] = [];
  for (let layer = 0; layer < view.layers.length; layer++) {
    if (!touched.has(layer)) {
      layers.push(undefined);
      continue;
    }
    const below = layer === 0 ? undefined : maskView(view, layer, gone);
    const plan = putMade(planDifference(maskView(view, layer + 1, gone), below), view, made);
    layers.push(plan.stepCount === 0 ? 'gone' : plan);
  }
  return { layers, view: maskView(view, view.layers.length, gone) };
}

/** Layers with an entry at a path that goes, whiteouts of it included, or with the shown version of a file that changes. */
function findTouched(
  view: SquashedView,
  gone: ReadonlySet<number>,
  made: ReadonlyMap<number, MadeItem>,
): ReadonlySet<number> {
  const touched = new Set<number>();
  for (const node of made.keys()) touched.add(layerOf(view, view.inodes[node]!));
  if (gone.size === 0) return touched;
  let before: Prefix | undefined;
  for (let count = 1; count <= view.layers.length; count++) {
    // What a layer shows at a path where those below showed nothing or something else, or the other way round.
    const now = prefixOf(view, count);
    for (const node of gone)
      if (entryOf(now, node) !== entryOf(before, node)) {
        touched.add(count - 1);
        break;
      }
    before = now;
  }
  return touched;
}

/** What the lowest layers show, with the way there from the nodes of the whole view. */
interface Prefix {
  readonly view: SquashedView;
  readonly places: Int32Array;
}

function prefixOf(view: SquashedView, count: number): Prefix {
  const prefix = squashLayers(view.layers.slice(0, count));
  return { view: prefix, places: mapNodes(view.tree, prefix.tree) };
}

function entryOf(prefix: Prefix | undefined, node: number): number {
  const place = prefix?.places[node] ?? NO_NODE;
  return place === NO_NODE || prefix!.view.tree.kinds[place] === ABSENT
    ? NO_NODE
    : prefix!.view.shown[place]!;
}

/** What the lowest layers show without the paths that go; a view of its own, so that it may be changed. */
function maskView(view: SquashedView, count: number, gone: ReadonlySet<number>): SquashedView {
  const { view: masked, places } = prefixOf(view, count);
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
