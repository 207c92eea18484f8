// The tree of a context by size: few lines that tell where the bytes are.
import type { ContextEntry } from '../../context/walk/context-entry.ts';
import type { ContextBranch } from '../../report/context-report.ts';
import type { EntryUse } from './summarise-context.ts';

interface Node {
  readonly path: string;
  readonly isFolder: boolean;
  files: number;
  bytes: number;
  uses: number;
  readonly children: Node[];
}

const USE_BIT: Readonly<Record<EntryUse, number>> = { named: 1, swept: 2, unused: 4 };
const USE_OF_BITS: Readonly<Record<number, ContextBranch['use']>> = { 1: 'named', 2: 'swept', 4: 'unused' };
/** Below this share of the whole a branch is not divided further. */
const DIVIDED_SHARE = 0.1;
const CHILDREN_TOLD = 12;

/** The branches below the root, the largest first; those that hold much are divided. */
export function buildBranches(
  entries: readonly ContextEntry[],
  useOf: (entry: number) => EntryUse,
): readonly ContextBranch[] {
  const root = makeNode('', true);
  const above: Node[] = [root];
  // Sums go up when a folder is left, so that each file is added once.
  const leaveTo = (depth: number): void => {
    while (above.length > depth) addTo(above.at(-2)!, above.pop()!);
  };
  for (const [i, { path, kind, sizeBytes }] of entries.entries()) {
    leaveTo(countNames(path));
    const node = makeNode(path, kind === 'folder');
    above.at(-1)!.children.push(node);
    if (kind === 'folder') {
      above.push(node);
      continue;
    }
    node.files = kind === 'file' ? 1 : 0;
    node.bytes = sizeBytes;
    node.uses = USE_BIT[useOf(i)];
    addTo(above.at(-1)!, node);
  }
  leaveTo(1);
  return toBranches(root.children, root.bytes * DIVIDED_SHARE);
}

function addTo(folder: Node, { files, bytes, uses }: Node): void {
  folder.files += files;
  folder.bytes += bytes;
  folder.uses |= uses;
}

function makeNode(path: string, isFolder: boolean): Node {
  return { path, isFolder, files: 0, bytes: 0, uses: 0, children: [] };
}

function countNames(path: string): number {
  let count = 1;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) count++;
  return count;
}

function toBranches(nodes: readonly Node[], dividedBytes: number): readonly ContextBranch[] {
  return nodes
    .toSorted((a, b) => b.bytes - a.bytes || b.files - a.files)
    .slice(0, CHILDREN_TOLD)
    .map(({ path, isFolder, files, bytes, uses, children }) => ({
      path,
      isFolder,
      files,
      bytes,
      use: USE_OF_BITS[uses] ?? (uses === 0 ? 'unused' : 'mixed'),
      children: bytes > 0 && bytes >= dividedBytes ? toBranches(children, dividedBytes) : [],
    }));
}
