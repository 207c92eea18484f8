// Whose each file of an image is. A list of paths is followed through the symlinks that the image shows now: dpkg lists
// `lib/x` where a merged /usr holds `usr/lib/x`.
import { ENTRY_KIND } from '../facts/layer-facts.ts';
import { ABSENT, NO_NODE } from '../view/path-tree.ts';
import type { SquashedView } from '../view/squashed-view.ts';
import type { ViewFinder } from '../view/view-finder.ts';
import { NO_OWNER } from './inventory.ts';

/** The files of one installed package, by path or by folder. */
export type PackageExtent =
  | { readonly kind: 'paths'; readonly paths: Uint8Array }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string };

/** What is found of packages' files. */
export interface Ownership {
  /** For each node of the tree: the position of the package that has the file, or NO_OWNER. */
  readonly owners: Int32Array;
  /** For each package: the nodes of the files it names, directories left out, those that others own too among them. */
  readonly nodes: readonly (readonly number[])[];
}

const NEWLINE = 0x0a;

/**
 * Assigns files to packages in their order: of two that name a file the first owns it, and lists of paths come before folders,
 * which take what is left in them down to the next package's folder.
 */
export function assignOwners(
  view: SquashedView,
  finder: ViewFinder,
  extents: readonly (PackageExtent | undefined)[],
): Ownership {
  const { tree } = view;
  const owners = new Int32Array(tree.nodeCount).fill(NO_OWNER);
  const nodes = extents.map((): number[] => []);
  const own = (node: number, position: number): void => {
    const kind = node === NO_NODE ? ABSENT : tree.kinds[node];
    if (kind === ABSENT || kind === ENTRY_KIND.directory) return;
    if (owners[node] === position) return;
    if (owners[node] === NO_OWNER) owners[node] = position;
    nodes[position]!.push(node);
  };
  const folders = new Map<number, number>();
  extents.forEach((extent, position) => {
    if (extent === undefined) return;
    if (extent.kind === 'paths') {
      visitLines(extent.paths, (start, end) => own(finder.find(extent.paths, start, end), position));
      return;
    }
    const path = Buffer.from(extent.path);
    const node = finder.find(path, 0, path.length);
    if (extent.kind === 'file') own(node, position);
    else if (node !== NO_NODE && !folders.has(node)) folders.set(node, position);
  });
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

/** Calls back for each line that is not empty. */
export function visitLines(text: Uint8Array, visit: (start: number, end: number) => void): void {
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf(NEWLINE, start);
    if (end < 0) end = text.length;
    if (end > start) visit(start, end);
    start = end + 1;
  }
}
