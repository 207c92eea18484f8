// Which files are looked at, and where.
import type { FileTree } from '../../src/report/page/file-tree.ts';
import { causeOfFile, type OpenedPage } from './opened.ts';

/** What is asked of files; null for all. */
export interface FileFilter {
  /** The position of a cause. */
  readonly cause: number | null;
  readonly layer: number | null;
  readonly state: 'visible' | 'hidden' | null;
  readonly finding: number | null;
  /** The position of a package. */
  readonly owner: number | null;
}

/** A filter, the folder that is looked at, and how its content is divided. */
export interface FilesPlace extends FileFilter {
  readonly folder: number;
  readonly by: 'folder' | 'cause';
}

/** Everything, from the root. */
export const ALL_FILES: FilesPlace = {
  cause: null,
  layer: null,
  state: null,
  finding: null,
  owner: null,
  folder: 0,
  by: 'folder',
};

/** Whether a filter lets a file through. */
export function makeTest(opened: OpenedPage, filter: FileFilter): (file: number) => boolean {
  const { tree } = opened;
  const { cause, layer, state, finding, owner } = filter;
  return (file) =>
    (cause === null || causeOfFile(opened, file) === cause) &&
    (layer === null || tree.layers[file] === layer) &&
    (state === null || tree.hiddenBy[file]! < 0 === (state === 'visible')) &&
    (finding === null || tree.findings[file] === finding) &&
    (owner === null || tree.owners[file] === owner);
}

/** The files below a folder that a filter lets through. */
export function listFilesBelow(
  { fileStarts, folderEnds }: FileTree,
  folder: number,
  takes: (file: number) => boolean,
): readonly number[] {
  const files: number[] = [];
  const end = fileStarts[folderEnds[folder]!]!;
  for (let file = fileStarts[folder]!; file < end; file++) if (takes(file)) files.push(file);
  return files;
}
