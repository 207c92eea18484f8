// Images by what they cost: a treemap by repository whose areas add up to the whole, and the table of what it shows.
import { useMemo, useState } from 'preact/hooks';
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import { SelectChoice } from '../shared/choice.tsx';
import { Table, type TableColumn } from '../shared/table.tsx';
import { Text } from '../shared/text.tsx';
import { Treemap, type TreemapItem } from '../shared/treemap.tsx';
import type { Navigation } from './navigation.ts';
import type { OpenedFleet } from './opened.ts';

const MEASURES = {
  partBytes: 'its part of the bill',
  ownBytes: 'what no other image has',
  bytes: 'all its layers',
} as const;

type Measure = keyof typeof MEASURES;

/** The view. */
export function ImagesView({ fleet, go }: { readonly fleet: OpenedFleet; readonly go: Navigation }) {
  const { page, families } = fleet;
  const [measure, setMeasure] = useState<Measure>('partBytes');
  const [family, setFamily] = useState<string | null>(families.length === 1 ? families[0]!.repository : null);
  const rows = useMemo(
    () =>
      families
        .filter(({ repository }) => family === null || repository === family)
        .flatMap(({ images }) => images),
    [fleet, family],
  );
  const items = useMemo((): readonly TreemapItem[] => {
    const sizeOf = (i: number): number => page.images[i]![measure];
    const toItem = (i: number): TreemapItem => ({
      key: i,
      label: shorten(page.images[i]!.name, family),
      bytes: sizeOf(i),
      ballastBytes: 0,
      adviceBytes: 0,
    });
    if (family !== null) return rows.map(toItem);
    return families.map(({ repository, images }) => ({
      key: `family ${repository}`,
      label: repository,
      bytes: images.reduce((sum, i) => sum + sizeOf(i), 0),
      ballastBytes: 0,
      adviceBytes: 0,
      inner: images.map((i) => ({ ...toItem(i), label: shorten(page.images[i]!.name, repository) })),
      note: countOf(images.length, 'image'),
    }));
  }, [fleet, family, rows, measure]);
  const open = ({ key }: TreemapItem) => {
    if (typeof key === 'number') return () => go.openImage(key);
    const repository = key.startsWith('family ') ? key.slice('family '.length) : null;
    return repository === null ? undefined : () => setFamily(repository);
  };
  return (
    <>
      <div class="filters">
        <nav class="crumbs" aria-label="Repository">
          {families.length > 1 && (
            <button type="button" disabled={family === null} onClick={() => setFamily(null)}>
              all images
            </button>
          )}
          {family !== null && (
            <button type="button" disabled>
              <Text of={family} />
            </button>
          )}
        </nav>
        <span class="crumb-sum">
          <strong>{formatBytes(items.reduce((sum, { bytes }) => sum + bytes, 0))}</strong>{' '}
          {countOf(rows.length, 'image')}
        </span>
        <SelectChoice
          label="Sized by"
          value={measure}
          onChoose={setMeasure}
          options={Object.entries(MEASURES).map(([value, label]) => ({ value: value as Measure, label }))}
        />
      </div>
      <Treemap label={`Images by ${MEASURES[measure]}`} items={items} onOpen={open} height={380} />
      <Table
        caption="Images and what they cost"
        columns={columnsOf(fleet)}
        rows={rows}
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

/** Within its family an image is told by its tag. */
function shorten(name: string, repository: string | null): string {
  return repository !== null && name.startsWith(`${repository}:`) ? name.slice(repository.length + 1) : name;
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
      draw: (i) => <Text of={page.images[i]!.name} />,
      sortBy: (i) => page.images[i]!.name,
    },
    bytes('part', 'Part', (i) => page.images[i]!.partBytes),
    bytes('frees', 'Frees', (i) => page.images[i]!.marginalBytes),
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
