// A plan in the words of its input: layers and rows with the input's numbers, and the layout for the next run.
import { createHash } from 'node:crypto';
import type { LayerOrder, PlannedLayer, RelayerInput, RelayerPlan } from '../relayer-plan.ts';
import type { OrderedLayers } from './choose-order.ts';
import { compareText } from './planning-fleet.ts';
import type { LayoutBlob, RelayerLayout } from './relayer-layout.ts';
import type { WorkingLayer } from './working-layers.ts';

/** The parts of a plan that say what lies where. */
export type PlannedRows = Pick<RelayerPlan, 'layers' | 'imageLayers' | 'layout'>;

/** Numbers the layers, roughly bottom first; blobs of a layout before stay with their layers. */
export function describePlan(
  input: RelayerInput,
  { layers, rows }: OrderedLayers,
  order: LayerOrder,
  previous?: RelayerLayout,
): PlannedRows {
  const { fleet } = layers;
  const heights = new Float64Array(layers.layers.length);
  for (const row of rows) for (const [at, id] of row.entries()) heights[id]! += (at + 1) / row.length;
  const described = [...layers.all()]
    .map((layer) => ({
      id: layer.id,
      height: heights[layer.id]! / layer.images.length,
      planned: describeLayer(layer),
    }))
    .sort((a, b) => a.height - b.height || compareText(a.planned.key, b.planned.key));
  const numbers = new Map(described.map(({ id }, number) => [id, number]));
  const imageLayers = Array.from({ length: input.images }, () => new Uint32Array(0));
  rows.forEach((row, image) => {
    for (const member of fleet.members[image]!)
      imageLayers[member] = Uint32Array.from(row, (id) => numbers.get(id)!);
  });
  const planned = described.map(({ planned }) => planned);
  return {
    layers: planned,
    imageLayers,
    layout: describeLayout(input, planned, imageLayers, order, previous),
  };

  function describeLayer(layer: WorkingLayer): PlannedLayer {
    const hash = createHash('sha256');
    for (const c of layer.components) hash.update(fleet.keys[c]!).update('\n');
    return {
      key: hash.digest('hex'),
      components: Uint32Array.from(layer.components, (c) => fleet.components[c]!).sort(),
      images: Uint32Array.from([...layer.images].flatMap((image) => [...fleet.members[image]!])).sort(),
      weight: layer.weight,
      tarBytes: layer.tarBytes,
      changeRate: layer.changeRate,
    };
  }
}

function describeLayout(
  { components, imageNames }: RelayerInput,
  layers: readonly PlannedLayer[],
  imageLayers: readonly Uint32Array[],
  order: LayerOrder,
  previous: RelayerLayout | undefined,
): RelayerLayout {
  const blobs = new Map<string, LayoutBlob>();
  for (const { key, blob } of previous?.layers ?? []) if (blob) blobs.set(key, blob);
  const named = (imageNames ?? []).map((name, image) => [name, Array.from(imageLayers[image]!)] as const);
  return {
    schemaVersion: 1,
    kind: 'relayer-layout',
    order,
    layers: layers.map((layer) => {
      const listed = Array.from(layer.components, (c) => {
        const name = components.names?.[c];
        return { key: components.keys[c]!, ...(name === undefined ? {} : { name }) };
      }).sort((a, b) => compareText(a.key, b.key));
      const blob = blobs.get(layer.key);
      return { key: layer.key, components: listed, ...(blob === undefined ? {} : { blob }) };
    }),
    images: Object.fromEntries(named.sort(([a], [b]) => compareText(a, b))),
  };
}
