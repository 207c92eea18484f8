// The blast radius of each layer: if it changes, which images follow, and what that pushes and pulls.
import { useMemo } from 'preact/hooks';
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import { Table } from '../shared/table.tsx';
import { Rows } from './bars.tsx';
import { CutName } from './cut-name.tsx';
import type { Navigation } from './navigation.ts';
import { type OpenedFleet, placeOf } from './opened.ts';

const BARS = 10;

/** The view. */
export function BlastView({ fleet, go }: { readonly fleet: OpenedFleet; readonly go: Navigation }) {
  const { page, users, layersAbove, placeChanges } = fleet;
  const { shippedBytes, blast } = page.layers;
  const rows = useMemo(() => Array.from({ length: page.layers.count }, (_, layer) => layer), [fleet]);
  const widest = useMemo(
    () => rows.toSorted((a, b) => blast.pushBytes[b]! - blast.pushBytes[a]! || a - b).slice(0, BARS),
    [fleet],
  );
  return (
    <>
      <p class="note">
        When a layer changes, every image that has it is built again from there up. <b>Push</b> is what a
        registry gets then: the layer and all above it, each once. <b>Pull</b> is what nodes get where each
        image runs on one of its own.
      </p>
      <section class="card">
        <h3>Changes that push the most</h3>
        <Rows
          label="Layers whose change pushes the most"
          bars={widest.map((layer) => ({
            key: layer,
            label: placeOf(fleet, layer),
            bytes: blast.pushBytes[layer]!,
            note: countOf(users[layer]!.length, 'image'),
          }))}
          onOpen={({ key }) => go.openLayer(Number(key))}
        />
      </section>
      <Table
        caption="What follows a change of each layer"
        columns={[
          {
            id: 'layer',
            title: 'If this layer changes',
            draw: (layer) => <CutName of={placeOf(fleet, layer)} />,
            sortBy: (layer) => placeOf(fleet, layer),
          },
          {
            id: 'images',
            title: 'Images',
            draw: (layer) => users[layer]!.length,
            sortBy: (layer) => users[layer]!.length,
            isAmount: true,
            isExtra: true,
            width: '6em',
          },
          {
            id: 'push',
            title: 'Push',
            draw: (layer) => formatBytes(blast.pushBytes[layer]!),
            sortBy: (layer) => blast.pushBytes[layer]!,
            isAmount: true,
            width: '6.5em',
          },
          {
            id: 'pull',
            title: 'Pull',
            draw: (layer) => formatBytes(blast.pullBytes[layer]!),
            sortBy: (layer) => blast.pullBytes[layer]!,
            isAmount: true,
            isExtra: true,
            width: '6.5em',
          },
          {
            id: 'self',
            title: 'Itself',
            draw: (layer) => formatBytes(shippedBytes[layer]!),
            sortBy: (layer) => shippedBytes[layer]!,
            isAmount: true,
            isExtra: true,
            width: '6.5em',
          },
          {
            id: 'above',
            title: 'Layers above',
            draw: (layer) => layersAbove[layer]!,
            sortBy: (layer) => layersAbove[layer]!,
            isAmount: true,
            isExtra: true,
            width: '8.5em',
          },
          ...(placeChanges === null
            ? []
            : [
                {
                  id: 'changes',
                  title: 'Changed',
                  draw: (layer: number) => (placeChanges[layer] === 0 ? '-' : `${placeChanges[layer]} x`),
                  sortBy: (layer: number) => placeChanges[layer]!,
                  isAmount: true,
                  isExtra: true,
                  width: '7em',
                },
              ]),
        ]}
        rows={rows}
        keyOf={(layer) => layer}
        sortedBy="push"
        onOpen={go.openLayer}
      />
      {placeChanges !== null && (
        <p class="note faint">
          <b>Changed</b>: how often another layer was found in its place over the history of{' '}
          {page.history!.moments.length} snapshots.
        </p>
      )}
    </>
  );
}
