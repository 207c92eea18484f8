// Bytes of each folder with all below it, and of each cause, over the files that a filter lets through: one pass over the columns.
import { causeOfFile, HEADING, type OpenedPage } from './opened.ts';

/** Sums over files. */
export interface Sums {
  readonly files: Float64Array;
  readonly bytes: Float64Array;
  readonly ballastBytes: Float64Array;
  readonly adviceBytes: Float64Array;
  readonly hiddenBytes: Float64Array;
}

/** The sums by folder, and by cause. */
export function sumFiles(
  opened: OpenedPage,
  takes: (file: number) => boolean,
): { readonly byFolder: Sums; readonly byCause: Sums } {
  const { tree, causes } = opened;
  const byFolder = makeSums(tree.folderCount);
  const byCause = makeSums(causes.length);
  for (let file = 0; file < tree.fileCount; file++) {
    if (!takes(file)) continue;
    const cause = causeOfFile(opened, file);
    const { heading } = causes[cause]!;
    const isHidden = tree.hiddenBy[file]! >= 0;
    add(byFolder, tree.fileFolders[file]!, tree.bytes[file]!, heading, isHidden);
    add(byCause, cause, tree.bytes[file]!, heading, isHidden);
  }
  // A folder's number is greater than its parent's.
  for (const column of Object.values(byFolder))
    for (let folder = tree.folderCount - 1; folder > 0; folder--)
      column[tree.folderParents[folder]!] += column[folder];
  return { byFolder, byCause };
}

function makeSums(count: number): Sums {
  return {
    files: new Float64Array(count),
    bytes: new Float64Array(count),
    ballastBytes: new Float64Array(count),
    adviceBytes: new Float64Array(count),
    hiddenBytes: new Float64Array(count),
  };
}

function add(sums: Sums, at: number, bytes: number, heading: number, isHidden: boolean): void {
  sums.files[at]!++;
  sums.bytes[at]! += bytes;
  if (heading === HEADING.ballast) sums.ballastBytes[at]! += bytes;
  else if (heading === HEADING.advice) sums.adviceBytes[at]! += bytes;
  if (isHidden) sums.hiddenBytes[at]! += bytes;
}
