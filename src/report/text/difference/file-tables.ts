// The files that differ: how many, the largest that no package explains, and those of which only attributes differ.
import type {
  FileAttribute,
  FileChange,
  FileDifference,
  FileGroup,
  FileState,
} from '../../../contents/compare/file-difference.ts';
import { cutMiddle, wrapWords } from '../../cell-width.ts';
import type { DifferenceReport } from '../../difference-report.ts';
import { countOf, formatBytes, formatCount } from '../../format-amount.ts';
import { type Column, formatTable } from '../../table.ts';
import { makeVisible } from '../../visible-text.ts';
import type { TextOptions } from '../text-options.ts';
import { limitRows } from './limit-rows.ts';

const GROUPS_SHOWN = 10;
const ATTRIBUTES_SHOWN = 5;
const PATH_CELLS_MIN = 30;

const WORDS: Readonly<Record<FileChange, string>> = {
  added: 'only in B',
  removed: 'only in A',
  type: 'of another type',
  content: 'with other content',
  attributes: 'with other attributes only',
};
const CHANGE_WORDS: Readonly<Record<FileChange, string>> = {
  added: 'only in B',
  removed: 'only in A',
  type: 'other type',
  content: 'other content',
  attributes: 'attributes',
};

/** A line of counts and tables; no lines where no path differs. */
export function formatFileDifferences({ files }: DifferenceReport, options: TextOptions): string[] {
  const counts = (Object.keys(WORDS) as FileChange[]).flatMap((change) => {
    const { fileCount, directoryCount } = files.totals[change];
    const parts = [
      ...(fileCount > 0 ? [countOf(fileCount, 'file')] : []),
      ...(directoryCount > 0 ? [countOf(directoryCount, 'folder')] : []),
    ];
    return parts.length === 0 ? [] : [`${parts.join(' and ')} ${WORDS[change]}`];
  });
  if (counts.length === 0) return [];
  const { fileCount, directoryCount } = files.totals.attributes;
  return [
    ...wrapWords(`Files: ${counts.join(', ')}`, options.width).map(options.palette.strong),
    ...formatGroups(files.groups, files.groupCount, options),
    ...formatAttributes(
      files.differences.filter(({ change }) => change === 'attributes'),
      fileCount + directoryCount,
      options,
    ),
    ...(options.showsAll ? formatPaths(files.differences, options) : []),
  ];
}

/** Every path that is named, those of packages too. */
function formatPaths(differences: readonly FileDifference[], options: TextOptions): string[] {
  const columns: readonly Column[] = [
    { heading: 'A', align: 'right' },
    { heading: 'B', align: 'right' },
    { heading: 'what differs', align: 'left' },
    { heading: 'every path', align: 'left' },
  ];
  const rows = differences.map(({ path, change, inA, inB }) => [
    inA === null ? '-' : formatBytes(inA.bytes),
    inB === null ? '-' : formatBytes(inB.bytes),
    CHANGE_WORDS[change],
    `/${makeVisible(path)}`,
  ]);
  return [...formatTable(columns, rows, options.width, options.palette.faint)];
}

function formatGroups(groups: readonly FileGroup[], count: number, options: TextOptions): string[] {
  if (groups.length === 0) return [];
  const columns: readonly Column[] = [
    { heading: 'A', align: 'right' },
    { heading: 'B', align: 'right' },
    { heading: 'files', align: 'right' },
    { heading: 'what differs', align: 'left' },
    { heading: 'files of no package', align: 'left' },
  ];
  const { shown, more } = limitRows(groups, GROUPS_SHOWN, options, count);
  const cells = pathCells(options, 'xxxx MB  xxxx MB  xxxxx  other content  ');
  const rows = shown.map(({ path, change, fileCount, bytesInA, bytesInB }) => [
    change === 'added' ? '-' : formatBytes(bytesInA),
    change === 'removed' ? '-' : formatBytes(bytesInB),
    formatCount(fileCount),
    CHANGE_WORDS[change],
    cutMiddle(`/${makeVisible(path)}`, cells),
  ]);
  return [...formatTable(columns, rows, options.width, options.palette.faint), ...more];
}

function formatAttributes(
  differences: readonly FileDifference[],
  count: number,
  options: TextOptions,
): string[] {
  if (differences.length === 0) return [];
  const columns: readonly Column[] = [
    { heading: 'A', align: 'left' },
    { heading: 'B', align: 'left' },
    { heading: 'only attributes differ', align: 'left' },
  ];
  const { shown, more } = limitRows(differences, ATTRIBUTES_SHOWN, options, count);
  const cells = pathCells(options, 'owner 65534:65534  owner 65534:65534  ');
  const rows = shown.map(({ path, attributes, inA, inB }) => [
    attributes.map((attribute) => describe(attribute, inA!)).join(', '),
    attributes.map((attribute) => describe(attribute, inB!)).join(', '),
    cutMiddle(`/${makeVisible(path)}`, cells),
  ]);
  return [...formatTable(columns, rows, options.width, options.palette.faint), ...more];
}

function describe(attribute: FileAttribute, { mode, uid, gid, target, bytes }: FileState): string {
  switch (attribute) {
    case 'mode':
      return `mode ${mode.toString(8).padStart(4, '0')}`;
    case 'owner':
      return `owner ${uid}:${gid}`;
    case 'target':
      return cutMiddle(`-> ${makeVisible(target ?? '')}`, PATH_CELLS_MIN);
    case 'device':
      return 'device numbers';
    case 'xattrs':
      return 'extended attributes';
    case 'links':
      return bytes === 0 ? 'a hard link' : 'a file of its own';
  }
}

function pathCells({ width }: TextOptions, before: string): number {
  return Math.max(PATH_CELLS_MIN, width - before.length);
}
