// Whose each file of an image is. A list of paths is followed through the symlinks that the image shows now: dpkg lists
// `lib/x` where a merged /usr holds `usr/lib/x`.
import { ENTRY_KIND } from '../facts/layer-facts.ts';
import { ABSENT, NO_NODE } from '../view/path-tree.ts';
import type { SquashedView } from '../view/squashed-view.ts';
import type { ViewFinder } from '../view/view-finder.ts';
import { NO_OWNER } from './inventory.ts';
import type { InventoryBudget } from './inventory-budget.ts';
import { visitLines } from './path-list.ts';

/** The files of one installed package, by path or by folder. */
export type PackageExtent =
  | { readonly kind: 'paths'; readonly paths: Uint8Array }
  /** With the metadata file, which need not lie in the folder; null where others share that. */
  | { readonly kind: 'folder'; readonly path: string; readonly metadataPath: string | null }
  | { readonly kind: 'file'; readonly path: string };

/** What is found of packages' files. */
export interface Ownership {
  /** For each node of the tree: the position of the package that has the file, or NO_OWNER. */
  readonly owners: Int32Array;
  /** For each package: the nodes of the files it names, directories left out, those that others own too among them. */
  readonly nodes: readonly (readonly number[])[];
}

/**
 * Assigns files to packages in their order: of two that name a file the first owns it, and lists of paths come before folders,
 * which take what is left in them down to the next package's folder. Extents are asked for one after the other: lists are large.
 */
export function assignOwners(
  view: SquashedView,
  finder: ViewFinder,
  extents: Iterable<PackageExtent | undefined>,
  budget: InventoryBudget,
): Ownership {
  const { tree } = view;
  const owners = new Int32Array(tree.nodeCount).fill(NO_OWNER);
  const nodes: number[][] = [];
  const own = (node: number, position: number): void => {
    const kind = node === NO_NODE ? ABSENT : tree.kinds[node];
    if (kind === ABSENT || kind === ENTRY_KIND.directory) return;
    if (owners[node] === position) return;
    if (owners[node] === NO_OWNER) owners[node] = position;
    nodes[position]!.push(node);
  };
  const find = (path: string): number => {
    const bytes = Buffer.from(path);
    budget.countPaths(1);
    return finder.find(bytes, 0, bytes.length);
  };
  const folders = new Map<number, number>();
  for (const extent of extents) {
    const position = nodes.push([]) - 1;
    if (extent?.kind === 'paths')
      visitLines(extent.paths, (start, end) => {
        budget.countPaths(1);
        own(finder.find(extent.paths, start, end), position);
      });
    else if (extent?.kind === 'file') own(find(extent.path), position);
    else if (extent !== undefined) {
      if (extent.metadataPath !== null) own(find(extent.metadataPath), position);
      const node = find(extent.path);
      if (node !== NO_NODE && !folders.has(node)) folders.set(node, position);
    }
  }
  if (folders.size > 0) ownFolders(view, folders, own);
  return { owners, nodes };
}

/** A node's number is greater than its parent's, so one pass hands each folder's package down. */
function ownFolders(
  { tree }: SquashedView,
  folders: ReadonlyMap<number, number>,
  own: (node: number, position: number) => void,
): void {
  const inherited = new Int32Array(tree.nodeCount).fill(NO_OWNER);
  for (let node = 1; node < tree.nodeCount; node++) {
    if (tree.kinds[node] === ABSENT) continue;
    const position = folders.get(node) ?? inherited[tree.parents[node]!]!;
    inherited[node] = position;
    if (position !== NO_OWNER) own(node, position);
  }
}
