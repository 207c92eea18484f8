// The layers, base first, with the instructions that made them.
import { formatBytes } from '../../src/report/format-amount.ts';
import type { PageLayer } from '../../src/report/page/image-page.ts';
import { Badge } from '../shared/badge.tsx';
import { ShareBar } from '../shared/share-bar.tsx';
import { Table, type TableColumn } from '../shared/table.tsx';
import { Text } from '../shared/text.tsx';
import { FillLegend } from '../shared/treemap.tsx';
import type { ViewProps } from './navigation.ts';

/** The view. */
export function LayersView({ opened, go }: ViewProps) {
  const { layers, base, isPullCostKnown } = opened.page;
  const most = layers.reduce((max, { entryBytes }) => Math.max(max, entryBytes), 0);
  const columns: readonly TableColumn<PageLayer>[] = [
    {
      id: 'instruction',
      title: 'Layer',
      draw: ({ index, instruction }) => (
        <>
          <span class="faint">{index}</span>{' '}
          <code>
            <Text of={instruction ?? 'unknown instruction'} />
          </code>
        </>
      ),
    },
    {
      id: 'bar',
      title: 'Needed and ballast',
      draw: ({ neededBytes, adviceBytes, ballastBytes }) => (
        <ShareBar
          most={most}
          parts={[
            { kind: 'needed', bytes: neededBytes - adviceBytes },
            { kind: 'advice', bytes: adviceBytes },
            { kind: 'ballast', bytes: ballastBytes },
          ]}
        />
      ),
      isExtra: true,
      width: '20%',
    },
    {
      id: 'size',
      title: 'Size',
      draw: ({ entryBytes }) => formatBytes(entryBytes),
      sortBy: ({ entryBytes }) => entryBytes,
      isAmount: true,
      width: '6.5em',
    },
    {
      id: 'ballast',
      title: 'Ballast',
      draw: ({ ballastBytes }) => (ballastBytes === 0 ? '-' : formatBytes(ballastBytes)),
      sortBy: ({ ballastBytes }) => ballastBytes,
      isAmount: true,
      width: '6.5em',
    },
    {
      id: 'hidden',
      title: 'Hidden',
      draw: ({ hiddenBytes }) => (hiddenBytes === 0 ? '-' : formatBytes(hiddenBytes)),
      sortBy: ({ hiddenBytes }) => hiddenBytes,
      isAmount: true,
      isExtra: true,
      width: '6.5em',
    },
    {
      id: 'shipped',
      title: isPullCostKnown ? 'As shipped' : 'As stored',
      draw: ({ shippedBytes }) => formatBytes(shippedBytes),
      sortBy: ({ shippedBytes }) => shippedBytes,
      isAmount: true,
      isExtra: true,
      width: '7em',
    },
    {
      id: 'origin',
      title: 'Whose',
      draw: ({ origin }) => <Badge kind="plain">{origin}</Badge>,
      sortBy: ({ origin }) => origin,
      isExtra: true,
      width: '8em',
    },
  ];
  return (
    <>
      {base !== null && (
        <p class="note">
          {base.layerCount === 1 ? 'The lowest layer is' : `The lowest ${base.layerCount} layers are`} of the
          base <Text of={base.reference} />.
        </p>
      )}
      <Table
        caption="Layers, base first"
        columns={columns}
        rows={layers}
        keyOf={({ index }) => index}
        onOpen={({ index }) => go.showDetail({ kind: 'layer', index })}
      />
      <FillLegend isOfBoxes={false} />
    </>
  );
}
