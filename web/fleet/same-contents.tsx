// Layers that hold what another layer holds too, and are stored again all the same.
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import { Table } from '../shared/table.tsx';
import { Text } from '../shared/text.tsx';
import type { Navigation } from './navigation.ts';
import { type OpenedFleet, placeOf } from './opened.ts';

const CAUSES: Readonly<Record<string, string>> = {
  timestamps: 'equal but for times',
  order: 'the same packages, otherwise put together',
  versions: 'the same packages in other versions',
  'near-duplicate': 'mostly equal files',
};

/** The table, or how to get it. */
export function SameContents({ fleet, go }: { readonly fleet: OpenedFleet; readonly go: Navigation }) {
  const { sameContents, sums } = fleet.page;
  const { equalSizes } = sums;
  return (
    <section class="part">
      <h3>The same content in different layers</h3>
      {sameContents === null ? (
        <p class="faint">
          Nobody read the layers.{' '}
          {equalSizes.layers > 0 &&
            `${countOf(equalSizes.layers, 'layer')} over 1 MB ${equalSizes.layers === 1 ? 'has' : 'have'} exactly the size of another one, ${formatBytes(equalSizes.bytes)} in all: a hint, no proof. `}
          <code>plimsoll report --fleet SOURCE --contents</code> reads them.
        </p>
      ) : (
        <Table
          caption="Layers that hold the same"
          columns={[
            {
              id: 'layer',
              title: 'Layer that most images have',
              draw: ({ layers }) => <Text of={layers.length === 0 ? '?' : placeOf(fleet, layers[0]!)} />,
            },
            {
              id: 'bytes',
              title: 'Stored again',
              draw: ({ repeatedBytes }) => formatBytes(repeatedBytes),
              sortBy: ({ repeatedBytes }) => repeatedBytes,
              isAmount: true,
              width: '9em',
            },
            {
              id: 'layers',
              title: 'Layers',
              draw: ({ layers }) => layers.length,
              sortBy: ({ layers }) => layers.length,
              isAmount: true,
              width: '6em',
            },
            {
              id: 'cause',
              title: 'Why they are not one',
              draw: ({ difference, packages }) => (
                <>
                  {CAUSES[difference] ?? difference}
                  {packages.length > 0 && (
                    <>
                      : <Text of={packages.join(', ')} />
                    </>
                  )}
                </>
              ),
              isExtra: true,
            },
          ]}
          rows={sameContents}
          keyOf={({ layers }) => layers.join()}
          sortedBy="bytes"
          onOpen={({ layers }) => layers.length > 0 && go.openLayer(layers[0]!)}
          empty="No two layers hold the same."
        />
      )}
    </section>
  );
}
