// Layers by bytes and by the images that have them; and those that hold the same as another.
import { useMemo, useState } from 'preact/hooks';
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import { Table } from '../shared/table.tsx';
import { CutName } from './cut-name.tsx';
import type { Navigation } from './navigation.ts';
import { follow, nest } from './nest.ts';
import { NestedTreemap } from './nested-treemap.tsx';
import { type OpenedFleet, placeOf, shortDigest } from './opened.ts';
import { SameContents } from './same-contents.tsx';

/** The view. */
export function LayersView({ fleet, go }: { readonly fleet: OpenedFleet; readonly go: Navigation }) {
  const { page, users, copies } = fleet;
  const { layers } = page;
  const [path, setPath] = useState<readonly string[]>([]);
  const root = useMemo(
    () =>
      nest(
        'all layers',
        Array.from({ length: layers.count }, (_, layer) => layer),
        [
          (layer) => tellSharing(users[layer]!.length),
          (layer) => page.images[layers.homes[layer]!]!.repository,
        ],
      ),
    [fleet],
  );
  const bytesOf = useMemo(() => (layer: number) => layers.shippedBytes[layer]!, [fleet]);
  return (
    <>
      <NestedTreemap
        label="Layers by size, and by how many images have them"
        root={root}
        path={path}
        onPath={setPath}
        bytesOf={bytesOf}
        labelOf={(layer) => placeOf(fleet, layer)}
        count={(count) => countOf(count, 'layer')}
        onOpen={go.openLayer}
      />
      <Table
        caption="Layers"
        columns={[
          {
            id: 'layer',
            title: 'Layer',
            draw: (layer) => <CutName of={placeOf(fleet, layer)} />,
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
        rows={follow(root, path).items}
        keyOf={(layer) => layer}
        sortedBy="bytes"
        onOpen={go.openLayer}
      />
      <SameContents fleet={fleet} go={go} />
    </>
  );
}

/** Layers are grouped by how many images have them. */
const SHARING = [
  { most: 1, label: 'in 1 image' },
  { most: 4, label: 'in 2 to 4 images' },
  { most: 9, label: 'in 5 to 9 images' },
  { most: 24, label: 'in 10 to 24 images' },
] as const;

function tellSharing(images: number): string {
  return SHARING.find(({ most }) => images <= most)?.label ?? 'in 25 images or more';
}
