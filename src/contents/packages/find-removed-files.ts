// The files that removed packages left behind in lower layers: shipped with every pull, though a later layer hides them.
import { ENTRY_KIND } from '../facts/layer-facts.ts';
import { HiddenFiles } from '../view/hidden-files.ts';
import { linkBytes, locateEntry } from '../view/locate-entry.ts';
import { NO_NODE } from '../view/path-tree.ts';
import type { SquashedView } from '../view/squashed-view.ts';
import type { PackageExtent } from './assign-owners.ts';
import type { InventoryBudget } from './inventory-budget.ts';
import { visitLines } from './path-list.ts';
import type { TrackedPackage } from './track-packages.ts';

const SLASH = 0x2f;

/** For each package: the entries of its files that the layer which removed it hid, in the through numbering. */
export function findRemovedFiles(
  view: SquashedView,
  packages: readonly TrackedPackage[],
  extentOf: (item: TrackedPackage) => PackageExtent | undefined,
  budget: InventoryBudget,
): readonly (readonly number[])[] {
  if (packages.length === 0) return [];
  const hidden = new HiddenFiles(view);
  const merged = findMergedFolders(view);
  const found = packages.map((): number[] => []);
  const takeNode = (position: number, node: number): void => {
    for (const entry of hidden.entriesAt(node)) {
      budget.countPaths(1);
      if (view.hiddenBy[entry] === packages[position]!.removedByLayer) found[position]!.push(entry);
    }
  };
  const take = (position: number, path: Uint8Array): void => {
    budget.countPaths(1);
    let node = hidden.find(path);
    if (!hidden.isFile(node)) node = hidden.find(underMerged(path, merged));
    if (hidden.isFile(node)) takeNode(position, node);
  };
  const folders = new Map<number, number[]>();
  packages.forEach((item, position) => {
    const extent = extentOf(item);
    if (extent?.kind === 'file') take(position, Buffer.from(extent.path));
    else if (extent?.kind === 'paths')
      visitLines(extent.paths, (start, end) => take(position, extent.paths.subarray(start, end)));
    else if (extent !== undefined) {
      if (extent.metadataPath !== null) take(position, Buffer.from(extent.metadataPath));
      const node = hidden.find(Buffer.from(extent.path));
      const known = folders.get(node);
      if (known === undefined) folders.set(node, [position]);
      else known.push(position);
    }
  });
  folders.delete(NO_NODE);
  // What lies in the root itself is no package's.
  folders.delete(0);
  if (folders.size > 0)
    hidden.visitBelow(folders, (node, positions) => {
      for (const position of positions) takeNode(position, node);
    });
  return found;
}

/** The symlinks in the root that lead into /usr, as a merged /usr has them: from name to target. */
function findMergedFolders(view: SquashedView): ReadonlyMap<string, string> {
  const { tree } = view;
  const merged = new Map<string, string>();
  for (const name of ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32']) {
    const bytes = Buffer.from(name);
    const node = tree.find(0, bytes, 0, bytes.length);
    if (node === NO_NODE || tree.kinds[node] !== ENTRY_KIND.symlink) continue;
    const { facts, i } = locateEntry(view, view.inodes[node]!);
    const target = Buffer.from(linkBytes(facts, i)).toString('utf8').replace(/^\/+/, '');
    if (target.startsWith('usr/')) merged.set(name, target);
  }
  return merged;
}

function underMerged(path: Uint8Array, merged: ReadonlyMap<string, string>): Uint8Array {
  if (merged.size === 0) return path;
  const slash = path.indexOf(SLASH);
  const name = slash < 0 ? '' : Buffer.from(path.subarray(0, slash)).toString('latin1');
  const target = merged.get(name);
  return target === undefined ? path : Buffer.concat([Buffer.from(target), path.subarray(slash)]);
}
