// The columns of an image's files, opened: what the page walks through.
import { unpackColumn } from './columns.ts';
import type { FileColumns } from './file-columns.ts';

/** Files by number; those of folder `f` are `fileStarts[f]` up to `fileStarts[f + 1]`. A folder's number is greater than its parent's. */
export interface FileTree {
  readonly folderCount: number;
  readonly folderParents: readonly number[];
  readonly folderNames: readonly string[];
  /** For each folder the number behind the last folder below it: those below it lie next to each other. */
  readonly folderEnds: Int32Array;
  readonly fileStarts: Int32Array;
  readonly fileCount: number;
  readonly fileNames: readonly string[];
  readonly fileFolders: Int32Array;
  readonly bytes: readonly number[];
  readonly kinds: Int32Array;
  readonly layers: Int32Array;
  readonly hiddenBy: Int32Array;
  readonly findings: Int32Array;
  readonly owners: Int32Array;
}

/** Opens columns as `packFiles` makes them. */
export function openFiles(columns: FileColumns): FileTree {
  const { folderParents, fileCount, bytes } = columns;
  const folderCount = folderParents.length;
  const counts = unpackColumn(columns.folderFiles, folderCount);
  const fileStarts = new Int32Array(folderCount + 1);
  const fileFolders = new Int32Array(fileCount);
  for (let folder = 0; folder < folderCount; folder++) {
    const end = fileStarts[folder]! + counts[folder]!;
    fileStarts[folder + 1] = end;
    fileFolders.fill(folder, fileStarts[folder], end);
  }
  const folderEnds = new Int32Array(folderCount);
  for (let folder = folderCount - 1; folder >= 0; folder--) {
    folderEnds[folder] = Math.max(folderEnds[folder]!, folder + 1);
    const parent = folderParents[folder]!;
    if (parent >= 0) folderEnds[parent] = Math.max(folderEnds[parent]!, folderEnds[folder]!);
  }
  return {
    folderCount,
    folderParents,
    folderNames: columns.folderNames.split('/'),
    folderEnds,
    fileStarts,
    fileCount,
    fileNames: fileCount === 0 ? [] : columns.fileNames.split('/'),
    fileFolders,
    bytes,
    kinds: unpackColumn(columns.kinds, fileCount),
    layers: unpackColumn(columns.layers, fileCount),
    hiddenBy: unpackColumn(columns.hiddenBy, fileCount),
    findings: unpackColumn(columns.findings, fileCount),
    owners: unpackColumn(columns.owners, fileCount),
  };
}

/** A folder's path, without a leading slash; the root's is empty. */
export function folderPath({ folderParents, folderNames }: FileTree, folder: number): string {
  const names: string[] = [];
  for (let at = folder; at > 0; at = folderParents[at]!) names.push(folderNames[at]!);
  return names.reverse().join('/');
}

/** A file's path, without a leading slash. */
export function filePath(tree: FileTree, file: number): string {
  const folder = folderPath(tree, tree.fileFolders[file]!);
  return folder === '' ? tree.fileNames[file]! : `${folder}/${tree.fileNames[file]}`;
}
