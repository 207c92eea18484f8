// What changed how often, where snapshots over time were given: bytes pushed, what retention keeps, images and layers.
import { useMemo } from 'preact/hooks';
import { countOf, formatBytes, formatCount } from '../../src/report/format-amount.ts';
import type { FleetPageHistory } from '../../src/report/page/fleet/fleet-page-history.ts';
import { Figures } from '../shared/figures.tsx';
import { usePrinting } from '../shared/shell.tsx';
import { Table } from '../shared/table.tsx';
import { Columns } from './bars.tsx';
import { CutName } from './cut-name.tsx';
import type { Navigation } from './navigation.ts';
import { type OpenedFleet, placeOf } from './opened.ts';

/** The view. */
export function HistoryView({ fleet, go }: { readonly fleet: OpenedFleet; readonly go: Navigation }) {
  const { history } = fleet.page;
  return history === null ? <NoHistory /> : <Told fleet={fleet} history={history} go={go} />;
}

function NoHistory() {
  return (
    <div class="card how-to">
      <h3>One moment has no history</h3>
      <p>
        Keep snapshots, and this view tells what was pushed when, and which images and layers changed how
        often:
      </p>
      <pre>
        <code>
          {`plimsoll fleet snapshot SOURCE -o snapshots/    # every night\nplimsoll report --fleet snapshots/`}
        </code>
      </pre>
    </div>
  );
}

function Told(props: {
  readonly fleet: OpenedFleet;
  readonly history: FleetPageHistory;
  readonly go: Navigation;
}) {
  const { fleet, history, go } = props;
  const isPrinting = usePrinting();
  const numbers = useMemo(() => new Map(fleet.page.images.map(({ name }, i) => [name, i])), [fleet]);
  const periods = history.byMonth.length > 2 ? history.byMonth.map(toMonth) : history.moments.map(toMoment);
  const amount = <Row,>(id: string, title: string, of: (row: Row) => number) => ({
    id,
    title,
    draw: (row: Row) => formatBytes(of(row)),
    sortBy: of,
    isAmount: true,
    width: '6.5em',
  });
  return (
    <>
      <Figures
        of={[
          {
            label: 'There at first',
            value: formatBytes(history.stockBytes),
            note: dayOf(history.from),
          },
          {
            label: 'Pushed since',
            value: formatBytes(history.pushedBytes),
            note: `until ${dayOf(history.to)}`,
          },
          { label: 'A month', value: formatBytes(history.pushedBytesPerMonth) },
          {
            label: 'If nothing is deleted',
            value: formatBytes(history.everBytes),
            note: 'what a registry holds now',
          },
        ]}
      />
      <section class="part">
        <h3>Bytes pushed, by {history.byMonth.length > 2 ? 'month' : 'snapshot'}</h3>
        <Columns bars={periods} />
        <details class="all-names" open={isPrinting}>
          <summary>The same as a table</summary>
          <Table
            caption="Bytes pushed over time"
            columns={[
              { id: 'when', title: 'When', draw: ({ label }) => label },
              {
                id: 'images',
                title: 'Images pushed',
                draw: ({ images }) => formatCount(images),
                isAmount: true,
                width: '9em',
              },
              amount('bytes', 'Pushed', ({ bytes }: Period) => bytes),
            ]}
            rows={periods}
            keyOf={({ key }) => key}
          />
        </details>
      </section>
      <section class="part">
        <h3>Images by what they pushed</h3>
        <Table
          caption="How often images changed, and what they pushed"
          columns={[
            {
              id: 'name',
              title: 'Image',
              draw: ({ name, isThere }) => (
                <>
                  <CutName of={name} /> {!isThere && <span class="faint">gone</span>}
                </>
              ),
              sortBy: ({ name }) => name,
            },
            {
              id: 'changes',
              title: 'Changes',
              draw: ({ changes }) => `${formatCount(changes)} x`,
              sortBy: ({ changes }) => changes,
              isAmount: true,
              isExtra: true,
              width: '7em',
            },
            amount('bytes', 'Pushed', ({ pushedBytes }: (typeof history.images)[number]) => pushedBytes),
            {
              id: 'last',
              title: 'Last change',
              draw: ({ lastChange }) => dayOf(lastChange),
              sortBy: ({ lastChange }) => lastChange,
              isAmount: true,
              isExtra: true,
              width: '8em',
            },
          ]}
          rows={history.images}
          keyOf={({ name }) => name}
          sortedBy="bytes"
          onOpen={({ name }) => numbers.has(name) && go.openImage(numbers.get(name)!)}
          empty="No image changed."
        />
        <p class="note faint">
          A new layer counts for one image only: of those that needed it first, the one with the fewest
          layers.
        </p>
      </section>
      <LayerChanges fleet={fleet} go={go} />
      <section class="part">
        <h3>What a registry holds that keeps the last snapshots</h3>
        <Table
          caption="What retention keeps"
          columns={[
            {
              id: 'keep',
              title: 'Keeps',
              draw: ({ generations }) => countOf(generations, 'snapshot'),
            },
            amount('kept', 'Now', ({ keptBytes }: (typeof history.retention)[number]) => keptBytes),
            amount('most', 'At most', ({ mostBytes }: (typeof history.retention)[number]) => mostBytes),
          ]}
          rows={history.retention}
          keyOf={({ generations }) => generations}
        />
      </section>
      {history.basis !== null && <p class="note faint">An estimate: {history.basis}.</p>}
    </>
  );
}

function LayerChanges({ fleet, go }: { readonly fleet: OpenedFleet; readonly go: Navigation }) {
  const { page, placeChanges, users } = fleet;
  const rows = useMemo(
    () =>
      Array.from({ length: page.layers.count }, (_, layer) => layer).filter(
        (layer) => placeChanges![layer]! > 0,
      ),
    [fleet],
  );
  return (
    <section class="part">
      <h3>Layers by how often they changed</h3>
      <Table
        caption="How often the place of each layer changed"
        columns={[
          {
            id: 'layer',
            title: 'Layer',
            draw: (layer) => <CutName of={placeOf(fleet, layer)} />,
            sortBy: (layer) => placeOf(fleet, layer),
          },
          {
            id: 'changes',
            title: 'Changed',
            draw: (layer) => `${placeChanges![layer]} x`,
            sortBy: (layer) => placeChanges![layer]!,
            isAmount: true,
            width: '6.5em',
          },
          {
            id: 'images',
            title: 'Images follow',
            draw: (layer) => users[layer]!.length,
            sortBy: (layer) => users[layer]!.length,
            isAmount: true,
            isExtra: true,
            width: '8.5em',
          },
          {
            id: 'push',
            title: 'Change pushes',
            draw: (layer) => formatBytes(page.layers.blast.pushBytes[layer]!),
            sortBy: (layer) => page.layers.blast.pushBytes[layer]!,
            isAmount: true,
            isExtra: true,
            width: '9em',
          },
        ]}
        rows={rows}
        keyOf={(layer) => layer}
        sortedBy="changes"
        onOpen={(layer) => go.openLayer(layer)}
        empty="No layer changed."
      />
    </section>
  );
}

interface Period {
  readonly key: string;
  readonly label: string;
  readonly bytes: number;
  readonly images: number;
  readonly note: string;
}

function toMonth({ month, pushedBytes, pushedImages }: FleetPageHistory['byMonth'][number]): Period {
  return {
    key: month,
    label: month,
    bytes: pushedBytes,
    images: pushedImages,
    note: countOf(pushedImages, 'image'),
  };
}

function toMoment({ at, pushedBytes, changedImages }: FleetPageHistory['moments'][number]): Period {
  return {
    key: at,
    label: dayOf(at),
    bytes: pushedBytes,
    images: changedImages,
    note: countOf(changedImages, 'image'),
  };
}

function dayOf(at: string): string {
  return at.slice(0, 10);
}
