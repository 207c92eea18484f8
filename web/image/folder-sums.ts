// Bytes of each folder with all below it, for the files that a filter lets through: one pass over the columns.
import type { FileTree } from '../../src/report/page/file-tree.ts';
import { HEADING } from './opened.ts';

/** Sums by folder. */
export interface FolderSums {
  readonly files: Float64Array;
  readonly bytes: Float64Array;
  readonly ballastBytes: Float64Array;
  readonly adviceBytes: Float64Array;
}

/** The sums over the files that `takes` lets through. */
export function sumFolders(
  tree: FileTree,
  headings: Uint8Array,
  takes: (file: number) => boolean = () => true,
): FolderSums {
  const [files, bytes, ballastBytes, adviceBytes] = [0, 0, 0, 0].map(
    () => new Float64Array(tree.folderCount),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let file = 0; file < tree.fileCount; file++) {
    if (!takes(file)) continue;
    const folder = tree.fileFolders[file]!;
    const size = tree.bytes[file]!;
    files[folder]!++;
    bytes[folder]! += size;
    const finding = tree.findings[file]!;
    if (finding < 0) continue;
    if (headings[finding] === HEADING.ballast) ballastBytes[folder]! += size;
    else if (headings[finding] === HEADING.advice) adviceBytes[folder]! += size;
  }
  // A folder's number is greater than its parent's.
  for (let folder = tree.folderCount - 1; folder > 0; folder--) {
    const parent = tree.folderParents[folder]!;
    for (const column of [files, bytes, ballastBytes, adviceBytes]) column[parent]! += column[folder]!;
  }
  return { files, bytes, ballastBytes, adviceBytes };
}
