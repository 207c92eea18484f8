// What grew: the picture of what is more and what is less in B, its table, and what both hold and cost.
import { useMemo, useState } from 'preact/hooks';
import { formatBytes, formatDifference } from '../../src/report/format-amount.ts';
import type { DifferencePage, PagePair, PageSide } from '../../src/report/page/difference-page.ts';
import { ButtonChoice } from '../shared/choice.tsx';
import { Table, type TableColumn } from '../shared/table.tsx';
import { PathText, Text } from '../shared/text.tsx';
import { Treemap } from '../shared/treemap.tsx';
import { DifferenceBar } from './difference-bar.tsx';
import { type Growth, listGrowth } from './growth.ts';
import { orDash, sideColumns } from './side-columns.tsx';

/** The view. */
export function Overview({ page }: { readonly page: DifferencePage }) {
  const growth = useMemo(() => listGrowth(page), [page]);
  const [look, setLook] = useState<'grown' | 'shrunk'>(
    page.b.entryBytes >= page.a.entryBytes ? 'grown' : 'shrunk',
  );
  const sign = look === 'grown' ? 1 : -1;
  const seen = growth.filter(({ growthBytes }) => growthBytes * sign > 0);
  return (
    <>
      <div class="bar-row">
        <ButtonChoice
          label="What the picture shows"
          options={[
            { value: 'grown', label: `What grew, ${formatDifference(sumOf(growth, 1))}` },
            { value: 'shrunk', label: `What shrank, ${formatDifference(sumOf(growth, -1))}` },
          ]}
          value={look}
          onChoose={setLook}
        />
      </div>
      {seen.length > 0 && (
        <Treemap
          label={
            look === 'grown' ? 'What is more in B: areas are bytes' : 'What is less in B: areas are bytes'
          }
          height={340}
          items={seen.map(({ key, name, growthBytes, kind, change }) => ({
            key,
            label: name,
            bytes: Math.abs(growthBytes),
            ballastBytes: 0,
            adviceBytes: 0,
            fill: `var(--${look})`,
            note: `${kind}, ${change}`,
          }))}
          onOpen={() => undefined}
        />
      )}
      <GrowthTable caption="Packages, and files of no package, that differ" rows={growth} />
      <div class="columns">
        <Contents page={page} />
        <Costs page={page} />
      </div>
    </>
  );
}

/** Rows of what differs, with what is more or less in B. */
export function GrowthTable({
  caption,
  rows,
}: {
  readonly caption: string;
  readonly rows: readonly Growth[];
}) {
  const most = rows.reduce((max, { growthBytes }) => Math.max(max, Math.abs(growthBytes)), 0);
  const columns: readonly TableColumn<Growth>[] = [
    {
      id: 'name',
      title: 'What',
      draw: ({ name }) => (name.startsWith('/') ? <PathText of={name} /> : <Text of={name} />),
      sortBy: ({ name }) => name,
    },
    {
      id: 'kind',
      title: 'Kind',
      draw: ({ kind }) => kind,
      sortBy: ({ kind }) => kind,
      isExtra: true,
      width: '9em',
    },
    {
      id: 'change',
      title: 'Change',
      draw: ({ change }) => <Text of={change} />,
      sortBy: ({ change }) => change,
      isExtra: true,
      width: '22%',
    },
    {
      id: 'bar',
      title: 'Less or more',
      draw: ({ growthBytes }) => <DifferenceBar bytes={growthBytes} most={most} />,
      isExtra: true,
      width: '14%',
    },
    ...sideColumns<Growth>(),
  ];
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={rows}
      keyOf={({ key }) => key}
      empty="Nothing differs."
    />
  );
}

function Contents({ page: { a, b } }: { readonly page: DifferencePage }) {
  const rows: readonly (readonly [string, (side: PageSide) => number])[] = [
    ['Files of packages', ({ packagedBytes }) => packagedBytes],
    ['Files of no package', ({ otherBytes }) => otherBytes],
    ['Hidden by later layers', ({ hiddenBytes }) => hiddenBytes],
    ['In all', ({ entryBytes }) => entryBytes],
    ['Of that, ballast', ({ ballastBytes }) => ballastBytes],
  ];
  return (
    <section class="card">
      <h3>What each holds</h3>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">Content</th>
            <th scope="col" class="amount">
              A
            </th>
            <th scope="col" class="amount">
              B
            </th>
            <th scope="col" class="amount">
              B less A
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([what, bytesOf]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td class="amount">{orDash(bytesOf(a))}</td>
              <td class="amount">{orDash(bytesOf(b))}</td>
              <td class="amount">{formatDifference(bytesOf(b) - bytesOf(a))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Costs({ page: { registry, node } }: { readonly page: DifferencePage }) {
  const rows: readonly (readonly [string, PagePair])[] = [
    [registry.isCompressed ? 'In a registry, compressed' : 'In a registry, before compression', registry],
    ['On a node, unpacked', node],
  ];
  return (
    <section class="card">
      <h3>What the pair costs</h3>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col" class="amount">
              Together
            </th>
            <th scope="col" class="amount">
              Shared
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([what, { inA, inB, together }]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td class="amount">{formatBytes(together)}</td>
              <td class="amount">{orDash(inA + inB - together)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">
        Where A is, pulling B costs <strong>{formatBytes(registry.together - registry.inA)}</strong>; where B
        is, pulling A costs {formatBytes(registry.together - registry.inB)}.
      </p>
    </section>
  );
}

function sumOf(growth: readonly Growth[], sign: number): number {
  return growth.reduce((sum, { growthBytes }) => sum + (growthBytes * sign > 0 ? growthBytes : 0), 0);
}
