// The tables of the files view: what a folder holds, and all files below one.
import { formatBytes, formatCount } from '../../src/report/format-amount.ts';
import { filePath } from '../../src/report/page/file-tree.ts';
import { ShareBar } from '../shared/share-bar.tsx';
import { Table, type TableColumn } from '../shared/table.tsx';
import { PathText, Text } from '../shared/text.tsx';
import { type Child, childKey } from './list-children.ts';
import { causeOfFile, HEADING, type OpenedPage } from './opened.ts';

interface ChildTableProps {
  readonly caption: string;
  readonly opened: OpenedPage;
  readonly rows: readonly Child[];
  readonly onOpen: (child: Child) => void;
}

/** Folders and files, or causes. */
export function ChildTable({ caption, opened, rows, onOpen }: ChildTableProps) {
  const most = rows.reduce((max, { bytes }) => Math.max(max, bytes), 0);
  const columns: readonly TableColumn<Child>[] = [
    { id: 'name', title: 'Name', draw: ({ name }) => <Text of={name} />, sortBy: ({ name }) => name },
    {
      id: 'bar',
      title: 'Share',
      draw: ({ bytes, ballastBytes, adviceBytes }) => (
        <ShareBar
          most={most}
          parts={[
            { kind: 'needed', bytes: bytes - ballastBytes - adviceBytes },
            { kind: 'advice', bytes: adviceBytes },
            { kind: 'ballast', bytes: ballastBytes },
          ]}
        />
      ),
      isExtra: true,
      width: '22%',
    },
    {
      id: 'bytes',
      title: 'Size',
      draw: ({ bytes }) => formatBytes(bytes),
      sortBy: ({ bytes }) => bytes,
      isAmount: true,
      width: '6.5em',
    },
    {
      id: 'ballast',
      title: 'Ballast',
      draw: ({ ballastBytes }) => amountOrDash(ballastBytes),
      sortBy: ({ ballastBytes }) => ballastBytes,
      isAmount: true,
      width: '6.5em',
    },
    {
      id: 'hidden',
      title: 'Hidden',
      draw: ({ hiddenBytes }) => amountOrDash(hiddenBytes),
      sortBy: ({ hiddenBytes }) => hiddenBytes,
      isAmount: true,
      isExtra: true,
      width: '6.5em',
    },
    {
      id: 'files',
      title: 'Files',
      draw: ({ files }) => formatCount(files),
      sortBy: ({ files }) => files,
      isAmount: true,
      isExtra: true,
      width: '5.5em',
    },
    {
      id: 'cause',
      title: 'Cause',
      draw: (child) => (child.kind === 'file' ? <CauseOf opened={opened} file={child.number} /> : ''),
      isExtra: true,
      width: '20%',
    },
  ];
  return (
    <Table
      caption={caption}
      columns={
        rows.some(({ kind }) => kind === 'file') ? columns : columns.filter(({ id }) => id !== 'cause')
      }
      rows={rows}
      keyOf={childKey}
      sortedBy="bytes"
      onOpen={onOpen}
      empty="No file here passes the filters."
    />
  );
}

interface FileTableProps {
  readonly caption: string;
  readonly opened: OpenedPage;
  readonly files: readonly number[];
  readonly onOpen: (file: number) => void;
}

/** Files with all that is known of each. */
export function FileTable({ caption, opened, files, onOpen }: FileTableProps) {
  const { tree, page, causes } = opened;
  const ownerOf = (file: number): string => page.packages[tree.owners[file]!]?.name ?? '';
  const columns: readonly TableColumn<number>[] = [
    {
      id: 'path',
      title: 'Path',
      draw: (file) => <PathText of={filePath(tree, file)} />,
      sortBy: (file) => filePath(tree, file),
    },
    {
      id: 'bytes',
      title: 'Size',
      draw: (file) => formatBytes(tree.bytes[file]!),
      sortBy: (file) => tree.bytes[file]!,
      isAmount: true,
      width: '6.5em',
    },
    {
      id: 'layer',
      title: 'Layer',
      draw: (file) => tree.layers[file],
      sortBy: (file) => tree.layers[file]!,
      isAmount: true,
      isExtra: true,
      width: '5em',
    },
    {
      id: 'hidden',
      title: 'Hidden by',
      draw: (file) => (tree.hiddenBy[file]! < 0 ? '' : `layer ${tree.hiddenBy[file]}`),
      sortBy: (file) => tree.hiddenBy[file]!,
      isAmount: true,
      isExtra: true,
      width: '7em',
    },
    {
      id: 'cause',
      title: 'Cause',
      draw: (file) => <CauseOf opened={opened} file={file} />,
      sortBy: (file) => causes[causeOfFile(opened, file)]!.title,
      isExtra: true,
      width: '18%',
    },
    {
      id: 'owner',
      title: 'Package',
      draw: (file) => <Text of={ownerOf(file)} />,
      sortBy: ownerOf,
      isExtra: true,
      width: '14%',
    },
  ];
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={files}
      keyOf={(file) => file}
      sortedBy="bytes"
      onOpen={onOpen}
      empty="No file here passes the filters."
    />
  );
}

/** The cause of a file with its colour. */
function CauseOf({ opened, file }: { readonly opened: OpenedPage; readonly file: number }) {
  const { title, heading } = opened.causes[causeOfFile(opened, file)]!;
  if (heading === HEADING.needed) return <span class="faint">{title}</span>;
  return (
    <>
      <span class={`swatch fill-${heading === HEADING.ballast ? 'ballast' : 'advice'}`} aria-hidden="true" />
      {title}
    </>
  );
}

function amountOrDash(bytes: number): string {
  return bytes === 0 ? '-' : formatBytes(bytes);
}
