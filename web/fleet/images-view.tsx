// Images by what they cost: a treemap by repository whose areas add up to the whole, and the table of what it shows.
import { useMemo, useState } from 'preact/hooks';
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import { SelectChoice } from '../shared/choice.tsx';
import { Table, type TableColumn } from '../shared/table.tsx';
import { CutName } from './cut-name.tsx';
import type { Navigation } from './navigation.ts';
import { follow, nest } from './nest.ts';
import { NestedTreemap } from './nested-treemap.tsx';
import type { OpenedFleet } from './opened.ts';

const MEASURES = {
  partBytes: 'its part of the bill',
  ownBytes: 'what no other image has',
  bytes: 'all its layers',
} as const;

type Measure = keyof typeof MEASURES;

/** The view. */
export function ImagesView({ fleet, go }: { readonly fleet: OpenedFleet; readonly go: Navigation }) {
  const { images } = fleet.page;
  const [measure, setMeasure] = useState<Measure>('partBytes');
  const [path, setPath] = useState<readonly string[]>([]);
  const root = useMemo(
    () =>
      nest(
        'all images',
        fleet.families.flatMap((family) => family.images),
        [(i) => images[i]!.repository, (i) => images[i]!.osVersion ?? 'system not told'],
      ),
    [fleet],
  );
  const bytesOf = useMemo(() => (i: number) => images[i]![measure], [fleet, measure]);
  return (
    <>
      <NestedTreemap
        label={`Images by ${MEASURES[measure]}`}
        root={root}
        path={path}
        onPath={setPath}
        bytesOf={bytesOf}
        labelOf={(i, { items }) => shorten(fleet, i, items)}
        count={(count) => countOf(count, 'image')}
        onOpen={go.openImage}
      >
        <SelectChoice
          label="Sized by"
          value={measure}
          onChoose={setMeasure}
          options={Object.entries(MEASURES).map(([value, label]) => ({ value: value as Measure, label }))}
        />
      </NestedTreemap>
      <Table
        caption="Images and what they cost"
        columns={columnsOf(fleet)}
        rows={follow(root, path).items}
        keyOf={(i) => i}
        sortedBy="part"
        onOpen={go.openImage}
      />
      <p class="note faint">
        <b>Part</b>: each layer divided by the images that have it; all parts add up to what is stored.{' '}
        <b>Frees</b>: what deleting this image alone gives back. <b>On a node</b>: what removing it there
        frees.
      </p>
    </>
  );
}

/** Among images of one repository it is told by its tag. */
function shorten({ page: { images } }: OpenedFleet, i: number, among: readonly number[]): string {
  const { name, repository } = images[i]!;
  const isAlone =
    images[among[0]!]!.repository === repository && images[among.at(-1)!]!.repository === repository;
  return isAlone && name.startsWith(`${repository}:`) ? name.slice(repository.length + 1) : name;
}

function columnsOf({ page }: OpenedFleet): readonly TableColumn<number>[] {
  const bytes = (
    id: string,
    title: string,
    of: (i: number) => number,
    more: Partial<TableColumn<number>> = {},
  ): TableColumn<number> => ({
    id,
    title,
    draw: (i) => formatBytes(of(i)),
    sortBy: of,
    isAmount: true,
    width: '6.5em',
    ...more,
  });
  return [
    {
      id: 'name',
      title: 'Image',
      draw: (i) => <CutName of={page.images[i]!.name} />,
      sortBy: (i) => page.images[i]!.name,
    },
    bytes('part', 'Part', (i) => page.images[i]!.partBytes),
    bytes('frees', 'Frees', (i) => page.images[i]!.marginalBytes, { isExtra: true }),
    bytes('shared', 'Shared', (i) => page.images[i]!.sharedBytes, { isExtra: true }),
    bytes('size', 'Size', (i) => page.images[i]!.bytes, { isExtra: true }),
    bytes('node', 'On a node', (i) => page.images[i]!.nodeMarginalBytes, { isExtra: true, width: '7.5em' }),
    {
      id: 'layers',
      title: 'Layers',
      draw: (i) => page.images[i]!.layers.length,
      sortBy: (i) => page.images[i]!.layers.length,
      isAmount: true,
      isExtra: true,
      width: '5.5em',
    },
  ];
}
