// The files that removed packages left behind in lower layers: shipped with every pull, though a later layer hides them.
import { ENTRY_KIND, pathText } from '../facts/layer-facts.ts';
import { linkBytes, locateEntry } from '../view/locate-entry.ts';
import { NO_NODE } from '../view/path-tree.ts';
import { type SquashedView, VISIBLE } from '../view/squashed-view.ts';
import { type PackageExtent, visitLines } from './assign-owners.ts';

/** A package that a layer removed, and the files it had until then. */
export interface RemovedPackage {
  readonly removedByLayer: number;
  readonly extent: PackageExtent | undefined;
}

/** For each package: the entries of its files that the layer which removed it hid, in the through numbering. */
export function findRemovedFiles(
  view: SquashedView,
  packages: readonly RemovedPackage[],
): readonly (readonly number[])[] {
  if (packages.length === 0) return [];
  const hidden = listHiddenFiles(view);
  const merged = findMergedFolders(view);
  const found = packages.map((): number[] => []);
  const take = (position: number, path: string): void => {
    const entries = hidden.get(path) ?? hidden.get(underMerged(path, merged));
    for (const entry of entries ?? [])
      if (view.hiddenBy[entry] === packages[position]!.removedByLayer) found[position]!.push(entry);
  };
  const folders = new Map<string, number[]>();
  packages.forEach(({ extent }, position) => {
    if (extent?.kind === 'file') take(position, extent.path);
    else if (extent?.kind === 'folder') {
      const known = folders.get(extent.path);
      if (known === undefined) folders.set(extent.path, [position]);
      else known.push(position);
    } else if (extent?.kind === 'paths') {
      const text = Buffer.from(extent.paths.buffer, extent.paths.byteOffset, extent.paths.byteLength);
      visitLines(text, (start, end) => take(position, text.toString('utf8', start, end)));
    }
  });
  if (folders.size > 0)
    for (const [path, entries] of hidden) {
      const positions = findFolder(path, folders);
      for (const entry of entries)
        for (const position of positions)
          if (view.hiddenBy[entry] === packages[position]!.removedByLayer) found[position]!.push(entry);
    }
  return found;
}

function listHiddenFiles(view: SquashedView): ReadonlyMap<string, readonly number[]> {
  const hidden = new Map<string, number[]>();
  view.layers.forEach((facts, layer) => {
    const base = view.entryBases[layer]!;
    for (let i = 0; i < facts.entryCount; i++) {
      if (facts.kinds[i] !== ENTRY_KIND.file || view.hiddenBy[base + i] === VISIBLE) continue;
      const path = pathText(facts, i);
      const known = hidden.get(path);
      if (known === undefined) hidden.set(path, [base + i]);
      else known.push(base + i);
    }
  });
  return hidden;
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

function underMerged(path: string, merged: ReadonlyMap<string, string>): string {
  const slash = path.indexOf('/');
  const target = slash < 0 ? undefined : merged.get(path.slice(0, slash));
  return target === undefined ? path : target + path.slice(slash);
}

/** The packages of the nearest folder around a path that is a package's. */
function findFolder(path: string, folders: ReadonlyMap<string, readonly number[]>): readonly number[] {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const found = folders.get(path.slice(0, end));
    if (found !== undefined) return found;
  }
  return [];
}
