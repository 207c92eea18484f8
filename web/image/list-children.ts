// What a folder holds, of the files that a filter lets through.
import { countOf } from '../../src/report/format-amount.ts';
import { folderPath } from '../../src/report/page/file-tree.ts';
import type { TreemapItem } from '../shared/treemap-item.ts';
import type { Sums } from './folder-sums.ts';
import { causeOfFile, HEADING, type OpenedPage } from './opened.ts';

/** A folder, a file or a cause, with its sums. */
export interface Child {
  readonly kind: 'folder' | 'file' | 'cause';
  /** The folder's, the file's or the cause's number. */
  readonly number: number;
  readonly name: string;
  readonly bytes: number;
  readonly ballastBytes: number;
  readonly adviceBytes: number;
  readonly hiddenBytes: number;
  readonly files: number;
}

/** Folders before files, each by name. */
export function listChildren(
  opened: OpenedPage,
  sums: Sums,
  folder: number,
  takes: (file: number) => boolean,
): readonly Child[] {
  const { tree, causes } = opened;
  const children: Child[] = [];
  for (let f = folder + 1; f < tree.folderEnds[folder]!; f = tree.folderEnds[f]!)
    if (sums.files[f]! > 0) children.push(readSums('folder', f, `${tree.folderNames[f]}/`, sums));
  for (let file = tree.fileStarts[folder]!; file < tree.fileStarts[folder + 1]!; file++) {
    if (!takes(file)) continue;
    const { heading } = causes[causeOfFile(opened, file)]!;
    const bytes = tree.bytes[file]!;
    children.push({
      kind: 'file',
      number: file,
      name: tree.fileNames[file]!,
      bytes,
      ballastBytes: heading === HEADING.ballast ? bytes : 0,
      adviceBytes: heading === HEADING.advice ? bytes : 0,
      hiddenBytes: tree.hiddenBy[file]! < 0 ? 0 : bytes,
      files: 1,
    });
  }
  return children;
}

/** The causes that have files. */
export function listCauseChildren({ causes }: OpenedPage, sums: Sums): readonly Child[] {
  return causes.flatMap(({ title }, i) => (sums.files[i]! > 0 ? [readSums('cause', i, title, sums)] : []));
}

function readSums(kind: Child['kind'], number: number, name: string, sums: Sums): Child {
  return {
    kind,
    number,
    name,
    bytes: sums.bytes[number]!,
    ballastBytes: sums.ballastBytes[number]!,
    adviceBytes: sums.adviceBytes[number]!,
    hiddenBytes: sums.hiddenBytes[number]!,
    files: sums.files[number]!,
  };
}

/** For each cause its folders, two levels deep, as boxes: what is in a cause at a glance. */
export function listCauseFolders(
  opened: OpenedPage,
  takes: (file: number) => boolean,
): readonly (readonly TreemapItem[])[] {
  const { tree, causes } = opened;
  const { folderCount, folderParents } = tree;
  const tops = new Int32Array(folderCount);
  for (let folder = 1; folder < folderCount; folder++) {
    const parent = folderParents[folder]!;
    tops[folder] = parent === 0 || folderParents[parent] === 0 ? folder : tops[parent]!;
  }
  const sums = causes.map(() => new Map<number, number>());
  for (let file = 0; file < tree.fileCount; file++) {
    if (!takes(file)) continue;
    const of = sums[causeOfFile(opened, file)]!;
    const top = tops[tree.fileFolders[file]!]!;
    of.set(top, (of.get(top) ?? 0) + tree.bytes[file]!);
  }
  return causes.map(({ heading }, cause) =>
    [...sums[cause]!].map(([top, bytes]) => ({
      key: top,
      label: `${folderPath(tree, top)}/`,
      bytes,
      ballastBytes: heading === HEADING.ballast ? bytes : 0,
      adviceBytes: heading === HEADING.advice ? bytes : 0,
    })),
  );
}

/** A name for each child among its siblings. */
export function childKey({ kind, number }: Child): string {
  return `${kind} ${number}`;
}

/** A child as a box of the picture. */
export function toItem(child: Child): TreemapItem {
  const { kind, name, bytes, ballastBytes, adviceBytes, hiddenBytes, files } = child;
  return {
    key: childKey(child),
    label: name,
    bytes,
    ballastBytes,
    adviceBytes,
    isHatched: bytes > 0 && hiddenBytes === bytes,
    ...(kind === 'file' ? {} : { note: `${kind}, ${countOf(files, 'file')}` }),
  };
}
