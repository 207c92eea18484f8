// Layers by bytes and by the images that have them; and those that hold the same as another.
import { useMemo } from 'preact/hooks';
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import { Table } from '../shared/table.tsx';
import { Text } from '../shared/text.tsx';
import { Treemap } from '../shared/treemap.tsx';
import type { Navigation } from './navigation.ts';
import { type OpenedFleet, placeOf, shortDigest } from './opened.ts';
import { SameContents } from './same-contents.tsx';

/** The view. */
export function LayersView({ fleet, go }: { readonly fleet: OpenedFleet; readonly go: Navigation }) {
  const { page, users, copies } = fleet;
  const { layers } = page;
  const rows = useMemo(() => Array.from({ length: layers.count }, (_, layer) => layer), [fleet]);
  const items = useMemo(
    () =>
      rows.map((layer) => ({
        key: layer,
        label: placeOf(fleet, layer),
        bytes: layers.shippedBytes[layer]!,
        ballastBytes: 0,
        adviceBytes: 0,
        note: `in ${countOf(users[layer]!.length, 'image')}`,
      })),
    [fleet],
  );
  return (
    <>
      <Treemap
        label="Layers by size"
        items={items}
        onOpen={({ key }) => (typeof key === 'number' ? () => go.openLayer(key) : undefined)}
        height={340}
      />
      <Table
        caption="Layers"
        columns={[
          {
            id: 'layer',
            title: 'Layer',
            draw: (layer) => <Text of={placeOf(fleet, layer)} />,
            sortBy: (layer) => placeOf(fleet, layer),
          },
          {
            id: 'bytes',
            title: 'Size',
            draw: (layer) => formatBytes(layers.shippedBytes[layer]!),
            sortBy: (layer) => layers.shippedBytes[layer]!,
            isAmount: true,
            width: '6.5em',
          },
          {
            id: 'images',
            title: 'Images',
            draw: (layer) => users[layer]!.length,
            sortBy: (layer) => users[layer]!.length,
            isAmount: true,
            width: '6em',
          },
          {
            id: 'saved',
            title: 'Sharing saves',
            draw: (layer) => formatBytes(layers.shippedBytes[layer]! * (users[layer]!.length - 1)),
            sortBy: (layer) => layers.shippedBytes[layer]! * (users[layer]!.length - 1),
            isAmount: true,
            isExtra: true,
            width: '9em',
          },
          {
            id: 'copies',
            title: 'On a node',
            draw: (layer) =>
              copies[layer] === 1 ? 'once' : copies[layer] === 0 ? '-' : `${copies[layer]} times`,
            sortBy: (layer) => copies[layer]!,
            isAmount: true,
            isExtra: true,
            width: '7.5em',
          },
          {
            id: 'digest',
            title: 'Digest',
            draw: (layer) => <span class="path">{shortDigest(layers.digests[layer]!)}</span>,
            isExtra: true,
            width: '13em',
          },
        ]}
        rows={rows}
        keyOf={(layer) => layer}
        sortedBy="bytes"
        onOpen={go.openLayer}
      />
      <SameContents fleet={fleet} go={go} />
    </>
  );
}
