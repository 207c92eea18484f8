// All files of all layers: a treemap that one walks into, and the table of what it shows.
import { useMemo, useState } from 'preact/hooks';
import { countOf, formatBytes, formatCount } from '../../src/report/format-amount.ts';
import { filePath, folderPath } from '../../src/report/page/file-tree.ts';
import { Table, type TableColumn } from '../shared/table.tsx';
import { Text } from '../shared/text.tsx';
import { Treemap, type TreemapItem } from '../shared/treemap.tsx';
import { type FolderSums, sumFolders } from './folder-sums.ts';
import { HEADING, type OpenedPage } from './opened.ts';

/** A folder or a file within the folder that is looked at. */
interface Child {
  readonly folder: number;
  readonly file: number;
  readonly name: string;
  readonly bytes: number;
  readonly ballastBytes: number;
  readonly adviceBytes: number;
  readonly files: number;
}

/** The view. */
export function FilesView({ opened }: { readonly opened: OpenedPage }) {
  const { tree, headings, page } = opened;
  const [folder, setFolder] = useState(0);
  const sums = useMemo(() => sumFolders(tree, headings), [opened]);
  const children = useMemo(() => listChildren(opened, sums, folder), [opened, sums, folder]);
  const items = useMemo(
    () =>
      children.map(
        (child): TreemapItem => ({
          ...toItem(child),
          inner: child.folder < 0 ? [] : listChildren(opened, sums, child.folder).map(toItem),
        }),
      ),
    [children],
  );
  const columns: readonly TableColumn<Child>[] = [
    {
      id: 'name',
      title: 'Name',
      draw: ({ name, folder: f }) => <Text of={f < 0 ? name : `${name}/`} />,
      sortBy: ({ name }) => name,
    },
    {
      id: 'bytes',
      title: 'Size',
      draw: ({ bytes }) => formatBytes(bytes),
      sortBy: ({ bytes }) => bytes,
      isAmount: true,
      width: '7em',
    },
    {
      id: 'ballast',
      title: 'Ballast',
      draw: ({ ballastBytes }) => (ballastBytes === 0 ? '-' : formatBytes(ballastBytes)),
      sortBy: ({ ballastBytes }) => ballastBytes,
      isAmount: true,
      width: '7em',
    },
    {
      id: 'files',
      title: 'Files',
      draw: ({ files }) => formatCount(files),
      sortBy: ({ files }) => files,
      isAmount: true,
      isExtra: true,
      width: '6em',
    },
    {
      id: 'cause',
      title: 'Cause',
      draw: ({ file }) => (file < 0 ? '' : (page.findings[tree.findings[file]!]?.rule ?? '')),
      isExtra: true,
    },
  ];
  const path = folderPath(tree, folder);
  return (
    <>
      <p>
        <button type="button" disabled={folder === 0} onClick={() => setFolder(tree.folderParents[folder]!)}>
          Up
        </button>{' '}
        <Text of={`/${path}`} />, {countOf(sums.files[folder]!, 'file')}, {formatBytes(sums.bytes[folder]!)}
      </p>
      <Treemap
        label={`What /${path} holds, by size`}
        items={items}
        onOpen={({ key }) => (Number(key) >= 0 ? () => setFolder(Number(key)) : undefined)}
      />
      <Table
        caption={`What /${path} holds`}
        columns={columns}
        rows={children}
        keyOf={({ folder: f, file }) => (f < 0 ? -1 - file : f)}
        sortedBy="bytes"
        onOpen={({ folder: f }) => f >= 0 && setFolder(f)}
      />
    </>
  );
}

function listChildren({ tree, headings }: OpenedPage, sums: FolderSums, folder: number): readonly Child[] {
  const children: Child[] = [];
  for (let f = folder + 1; f < tree.folderEnds[folder]!; f = tree.folderEnds[f]!)
    children.push({
      folder: f,
      file: -1,
      name: tree.folderNames[f]!,
      bytes: sums.bytes[f]!,
      ballastBytes: sums.ballastBytes[f]!,
      adviceBytes: sums.adviceBytes[f]!,
      files: sums.files[f]!,
    });
  for (let file = tree.fileStarts[folder]!; file < tree.fileStarts[folder + 1]!; file++) {
    const heading = headings[tree.findings[file]!] ?? HEADING.needed;
    const bytes = tree.bytes[file]!;
    children.push({
      folder: -1,
      file,
      name: tree.fileNames[file]!,
      bytes,
      ballastBytes: heading === HEADING.ballast ? bytes : 0,
      adviceBytes: heading === HEADING.advice ? bytes : 0,
      files: 1,
    });
  }
  return children;
}

function toItem({ folder, file, name, bytes, ballastBytes, adviceBytes, files }: Child): TreemapItem {
  return {
    key: folder < 0 ? -1 - file : folder,
    label: folder < 0 ? name : `${name}/`,
    bytes,
    ballastBytes,
    adviceBytes,
    ...(folder < 0 ? {} : { note: `folder, ${countOf(files, 'file')}` }),
  };
}

/** For search: the paths that have `words` in them. */
export function findPaths(
  { tree }: OpenedPage,
  words: string,
  most: number,
): { readonly count: number; readonly files: readonly number[] } {
  const files: number[] = [];
  let count = 0;
  for (let file = 0; file < tree.fileCount; file++) {
    if (!filePath(tree, file).toLowerCase().includes(words)) continue;
    count++;
    if (files.length < most) files.push(file);
  }
  return { count, files };
}
