// Search over all paths: a folder that has the words in its path has them in all below it, and its files are not looked at one
// by one. Paths are put together where they must be, not a hundred thousand times a key.
import type { FileTree } from '../../src/report/page/file-tree.ts';

/** What was found: how many, and the largest. */
export interface FoundPaths {
  readonly count: number;
  readonly files: readonly number[];
}

/** Makes the search over a tree; what it needs is made with the first question. */
export function makePathSearch(tree: FileTree): (words: string, most: number) => FoundPaths {
  let lower: { readonly folders: readonly string[]; readonly names: readonly string[] } | undefined;
  return (words, most) => {
    lower ??= { folders: lowerFolders(tree), names: tree.fileNames.map((name) => name.toLowerCase()) };
    const hasSlash = words.includes('/');
    const found: number[] = [];
    for (let folder = 0; folder < tree.folderCount; folder++) {
      const path = lower.folders[folder]!;
      const isAll = path.includes(words);
      for (let file = tree.fileStarts[folder]!; file < tree.fileStarts[folder + 1]!; file++) {
        const name = lower.names[file]!;
        if (isAll || (hasSlash ? `${path}${name}`.includes(words) : name.includes(words))) found.push(file);
      }
    }
    // Not all are sorted: a short word is in most of them.
    return { count: found.length, files: pickLargest(found, tree.bytes, most) };
  };
}

/** In lower case, with a slash at both ends. */
function lowerFolders({ folderCount, folderParents, folderNames }: FileTree): readonly string[] {
  const paths: string[] = ['/'];
  for (let folder = 1; folder < folderCount; folder++)
    paths.push(`${paths[folderParents[folder]!]}${folderNames[folder]!.toLowerCase()}/`);
  return paths;
}

function pickLargest(files: readonly number[], bytes: readonly number[], most: number): readonly number[] {
  const largest: number[] = [];
  for (const file of files) {
    if (largest.length === most && bytes[file]! <= bytes[largest.at(-1)!]!) continue;
    let at = largest.length;
    while (at > 0 && bytes[largest[at - 1]!]! < bytes[file]!) at--;
    largest.splice(at, 0, file);
    if (largest.length > most) largest.pop();
  }
  return largest;
}
