// A layout that is kept: every image has the layers it had, with new versions where the old ones were, and what is new gets layers of
// its own, on top. Only where that is too much, layers are merged, those that nodes have last of all.
import type { RelayerInput } from '../relayer-plan.ts';
import { evenLayers } from './even-layers.ts';
import { mergeLayers } from './merge-layers.ts';
import { includes } from './number-sets.ts';
import { type CostModel, restfulness } from './plan-cost.ts';
import { compareText, type PlanningFleet } from './planning-fleet.ts';
import type { RelayerLayout } from './relayer-layout.ts';
import { addClasses } from './start-layers.ts';
import { type WorkingLayer, WorkingLayers } from './working-layers.ts';

/** Layers and where they lie. */
export interface KeptLayers {
  readonly layers: WorkingLayers;
  /** A row an image, bottom first. */
  readonly rows: readonly Int32Array[];
}

interface Keeping {
  readonly fleet: PlanningFleet;
  readonly layout: RelayerLayout;
  readonly layers: WorkingLayers;
  readonly componentOf: ReadonlyMap<string, number>;
  readonly names: readonly (string | undefined)[];
  /** By image and layer, where in the layout's row or list the layer was. */
  readonly places: readonly Map<number, number>[];
  readonly taken: readonly Set<number>[];
}

/** Says of an image what a layout knows: images of equal content that had different layers stay apart. */
export function rowName(input: RelayerInput, layout: RelayerLayout): (image: number) => string {
  return (image) => rowOf(input, layout, image)?.join(' ') ?? '';
}

/** Lays a fleet out as a layout says, as far as it says anything. */
export function keepLayout(
  fleet: PlanningFleet,
  input: RelayerInput,
  layout: RelayerLayout,
  most: number,
  model: CostModel,
): KeptLayers {
  const layers = new WorkingLayers(fleet);
  const keeping: Keeping = {
    fleet,
    layout,
    layers,
    componentOf: new Map(fleet.keys.map((key, c) => [key, c])),
    names: Array.from(fleet.components, (from) => input.components.names?.[from]),
    places: fleet.componentsOf.map(() => new Map()),
    taken: fleet.componentsOf.map(() => new Set()),
  };
  const unknown: number[] = [];
  for (let image = 0; image < fleet.imageCount; image++) {
    const row = rowOf(input, layout, fleet.members[image]![0]!);
    if (row === undefined) unknown.push(image);
    else keepRow(keeping, image, row);
  }
  const pool = listPool(keeping);
  for (const image of unknown) coverImage(keeping, image, pool);
  const old = new Set(layout.layers.map(({ components }) => setKey(components.map(({ key }) => key))));
  const kept = new Set<WorkingLayer>();
  for (const layer of layers.all())
    if (old.has(setKey(Array.from(layer.components, (c) => fleet.keys[c]!)))) kept.add(layer);
  const isKept = (layer: WorkingLayer): boolean => kept.has(layer);
  addClasses(
    layers,
    fleet.imagesOf.map((images, c) => images.filter((image) => !keeping.taken[image]!.has(c))),
  );
  mergeLayers(layers, most, model, isKept);
  evenLayers(layers, most, isKept);
  return { layers, rows: orderRows(keeping) };
}

function rowOf(input: RelayerInput, layout: RelayerLayout, image: number): readonly number[] | undefined {
  const name = input.imageNames?.[image];
  return name !== undefined && Object.hasOwn(layout.images, name) ? layout.images[name] : undefined;
}

/** What an image had, version by version: first what is the same, then what has the same name as something that is gone. */
function keepRow(keeping: Keeping, image: number, row: readonly number[]): void {
  const { fleet, layout, componentOf, names } = keeping;
  const held = fleet.componentsOf[image]!;
  const taken = keeping.taken[image]!;
  const sets = row.map((): number[] => []);
  const gone: { readonly name: string; readonly at: number }[] = [];
  row.forEach((number, at) => {
    for (const { key, name } of layout.layers[number]!.components) {
      const component = componentOf.get(key);
      if (component !== undefined && includes(held, component) && !taken.has(component)) {
        taken.add(component);
        sets[at]!.push(component);
      } else if (name !== undefined) gone.push({ name, at });
    }
  });
  const newByName = new Map<string, number[]>();
  for (const component of held) {
    const name = names[component];
    if (name === undefined || taken.has(component)) continue;
    const others = newByName.get(name);
    if (others) others.push(component);
    else newByName.set(name, [component]);
  }
  for (const { name, at } of gone) {
    const component = newByName.get(name)?.shift();
    if (component === undefined) continue;
    taken.add(component);
    sets[at]!.push(component);
  }
  sets.forEach((set, at) => {
    if (set.length > 0) place(keeping, image, Int32Array.from(set).sort(), at);
  });
}

/** Layers that an image of no known name may take: those of the known images, and those of the layout that still can be made. */
function listPool({ layers, layout, componentOf, fleet, places }: Keeping): readonly Pooled[] {
  const pool = new Map<string, Pooled>();
  const ranks = new Map<number, number>();
  for (const rows of places) for (const [id, at] of rows) ranks.set(id, Math.min(ranks.get(id) ?? at, at));
  for (const layer of layers.all())
    pool.set(layer.components.join(), {
      components: layer.components,
      rank: ranks.get(layer.id)!,
      weight: layer.weight,
    });
  layout.layers.forEach(({ components }, rank) => {
    const found = components.map(({ key }) => componentOf.get(key));
    if (found.length === 0 || found.includes(undefined)) return;
    const set = Int32Array.from(found as number[]).sort();
    const weight = set.reduce((sum, c) => sum + fleet.weights[c]!, 0);
    if (!pool.has(set.join())) pool.set(set.join(), { components: set, rank, weight });
  });
  return [...pool.values()].sort(
    (a, b) =>
      b.weight - a.weight || b.components.length - a.components.length || a.components[0]! - b.components[0]!,
  );
}

interface Pooled {
  readonly components: Int32Array;
  readonly rank: number;
  readonly weight: number;
}

/** Takes layers that hold nothing but what the image holds, the largest first. */
function coverImage(keeping: Keeping, image: number, pool: readonly Pooled[]): void {
  const held = new Set(keeping.fleet.componentsOf[image]!);
  const taken = keeping.taken[image]!;
  for (const { components, rank } of pool) {
    keeping.layers.steps++;
    if (!components.every((c) => held.has(c) && !taken.has(c))) continue;
    for (const component of components) taken.add(component);
    place(keeping, image, components, rank);
  }
}

function place({ layers, places }: Keeping, image: number, components: Int32Array, at: number): void {
  places[image]!.set(layers.add(components, Int32Array.of(image)).id, at);
}

/** Layers that were there lie as they lay; all others on them, the calmest first. */
function orderRows({ layers, places }: Keeping): readonly Int32Array[] {
  return layers.ofImage.map((row, image) => {
    const sorted = row.map((id) => {
      const layer = layers.layers[id]!;
      return {
        id,
        at: places[image]!.get(id) ?? Number.POSITIVE_INFINITY,
        rest: restfulness(layer.weight, layer.stay),
        first: layer.components[0]!,
      };
    });
    sorted.sort((a, b) => compare(a.at, b.at) || compare(b.rest, a.rest) || a.first - b.first);
    return Int32Array.from(sorted, ({ id }) => id);
  });
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function setKey(keys: readonly string[]): string {
  return [...keys].sort(compareText).join('\n');
}
