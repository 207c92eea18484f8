// What differs between two images, kind by kind.
import { formatBytes, formatCount } from '../../src/report/format-amount.ts';
import type {
  DifferencePage,
  PageConfigDifference,
  PageFindingDifference,
  PagePathDifference,
  PageSideLayer,
} from '../../src/report/page/difference-page.ts';
import { Badge } from '../shared/badge.tsx';
import { Table, type TableColumn } from '../shared/table.tsx';
import { PathText, Text } from '../shared/text.tsx';
import { FILE_WORDS } from './growth.ts';
import { sideColumns } from './side-columns.tsx';

interface ViewProps {
  readonly page: DifferencePage;
}

/** Paths, the largest of each kind of change. */
export function FilesView({ page: { paths, pathCount } }: ViewProps) {
  const columns: readonly TableColumn<PagePathDifference>[] = [
    {
      id: 'path',
      title: 'Path',
      draw: ({ path }) => <PathText of={`/${path}`} />,
      sortBy: ({ path }) => path,
    },
    {
      id: 'change',
      title: 'Change',
      draw: ({ change, attributes }) =>
        attributes.length === 0 ? FILE_WORDS[change] : `${FILE_WORDS[change]}: ${attributes.join(', ')}`,
      sortBy: ({ change }) => change,
      isExtra: true,
      width: '17%',
    },
    ...sideColumns<PagePathDifference>(),
    {
      id: 'package',
      title: 'Package',
      draw: (row) => <Text of={nameOf(row.package)} />,
      sortBy: (row) => nameOf(row.package),
      isExtra: true,
      width: '15%',
    },
  ];
  return (
    <>
      <Table
        caption="Paths that differ"
        columns={columns}
        rows={paths}
        keyOf={({ path }) => path}
        sortedBy="growth"
        empty="No path differs."
      />
      {pathCount > paths.length && (
        <p class="note faint">
          {formatCount(pathCount)} paths differ; these are the {formatCount(paths.length)} largest of each
          kind of change.
        </p>
      )}
    </>
  );
}

/** The layers of both, base first, and which are the same. */
export function LayersView({ page: { a, b, sharedFromBase } }: ViewProps) {
  const columns = (other: string): readonly TableColumn<PageSideLayer>[] => [
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
      id: 'bytes',
      title: 'Size',
      draw: ({ entryBytes }) => formatBytes(entryBytes),
      isAmount: true,
      width: '6.5em',
    },
    {
      id: 'other',
      title: 'Shared',
      draw: ({ inOther }) => (inOther === null ? '' : <Badge kind="good">{`${other} ${inOther}`}</Badge>),
      width: '6em',
    },
  ];
  return (
    <>
      <p class="note">
        {sharedFromBase === 0
          ? 'The lowest layers differ, so that a node keeps nothing of one for the other.'
          : `The lowest ${sharedFromBase === 1 ? 'layer is' : `${formatCount(sharedFromBase)} layers are`} the same.`}
      </p>
      <div class="columns halves">
        <section>
          <h3>A</h3>
          <Table caption="Layers of A" columns={columns('B')} rows={a.layers} keyOf={({ index }) => index} />
        </section>
        <section>
          <h3>B</h3>
          <Table caption="Layers of B" columns={columns('A')} rows={b.layers} keyOf={({ index }) => index} />
        </section>
      </div>
    </>
  );
}

/** Rules whose findings differ. */
export function FindingsView({ page: { findings } }: ViewProps) {
  const columns: readonly TableColumn<PageFindingDifference>[] = [
    {
      id: 'rule',
      title: 'Rule',
      draw: ({ rule, message }) => <Text of={`${rule}: ${message}`} />,
      sortBy: ({ rule }) => rule,
    },
    {
      id: 'change',
      title: 'In B',
      draw: ({ change, tier }) => (
        <Badge
          kind={tier === 'advice' ? 'advice' : change === 'new' || change === 'grown' ? 'warning' : 'good'}
        >
          {change}
        </Badge>
      ),
      sortBy: ({ change }) => change,
      width: '7em',
    },
    {
      id: 'tier',
      title: 'Counts as',
      draw: ({ tier }) => tier,
      sortBy: ({ tier }) => tier,
      isExtra: true,
      width: '7em',
    },
    ...sideColumns<PageFindingDifference>(),
  ];
  return (
    <Table
      caption="Rules whose findings differ"
      columns={columns}
      rows={findings}
      keyOf={({ rule, tier }) => `${rule} ${tier}`}
      empty="The findings are the same."
    />
  );
}

/** Fields of the config that differ. */
export function ConfigView({ page: { config } }: ViewProps) {
  const show = (value: string | null) =>
    value === null ? (
      <span class="faint">none</span>
    ) : (
      <code>
        <Text of={value} />
      </code>
    );
  const columns: readonly TableColumn<PageConfigDifference>[] = [
    {
      id: 'field',
      title: 'Field',
      draw: ({ field, name }) => <Text of={name === null ? field : `${field} ${name}`} />,
      width: '26%',
    },
    { id: 'a', title: 'A', draw: ({ valueInA }) => show(valueInA) },
    { id: 'b', title: 'B', draw: ({ valueInB }) => show(valueInB) },
  ];
  return (
    <Table
      caption="Fields of the config that differ"
      columns={columns}
      rows={config}
      keyOf={({ field, name }) => `${field} ${name}`}
      empty="Both run the same way."
    />
  );
}

/** `pkg:deb/debian/apt@2.6.1` is called `apt`. */
function nameOf(purl: string | null): string {
  return purl === null ? '' : decodeName(/([^/]*?)(?:@[^@/]*)?(?:\?.*)?$/.exec(purl)?.[1] ?? purl);
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
