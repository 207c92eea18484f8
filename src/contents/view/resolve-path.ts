// Finds directories in a tree as the kernel would under chroot: symlinks among the parents are followed, never out of the root.
import { PlimsollError } from '../../errors.ts';
import { ENTRY_KIND } from '../facts/layer-facts.ts';
import { ABSENT, NO_NODE, type PathTree } from './path-tree.ts';

/** Linux's MAXSYMLINKS. */
const LINK_LIMIT = 40;
const SLASH = 0x2f;
const DOT = 0x2e;

/** What was met on the way. */
export interface Lookup {
  throughSymlink: boolean;
  problem: 'circle' | 'no-directory' | undefined;
  /** Set where a part of a symlink's target was not there (and was made, where `imply` is given). */
  isDangling?: boolean;
}

/** How many bytes of symlink targets may still be walked; shared by the look-ups that must not take forever in all. */
export interface WalkBudget {
  bytesLeft: number;
}

/**
 * The directory at `bytes[start..end]`, or NO_NODE. A missing one, or one where something else is, is made by `imply`
 * where that is given. `linkOf` gives a symlink's target. Throws LAYER_LIMIT where the budget is used up.
 */
export function findDirectory(
  tree: PathTree,
  linkOf: (node: number) => Uint8Array,
  bytes: Uint8Array,
  start: number,
  end: number,
  imply: ((node: number) => void) | undefined,
  lookup: Lookup,
  budget?: WalkBudget,
): number {
  let links = 0;
  const walk = (
    from: number,
    path: Uint8Array,
    pathStart: number,
    pathEnd: number,
    isTarget: boolean,
  ): number => {
    let node = path[pathStart] === SLASH && pathEnd > pathStart ? 0 : from;
    let at = pathStart;
    while (at < pathEnd) {
      let stop = at;
      while (stop < pathEnd && path[stop] !== SLASH) stop++;
      if (stop > at) node = step(node, path, at, stop, isTarget);
      if (node === NO_NODE) return NO_NODE;
      at = stop + 1;
    }
    return node;
  };
  const step = (
    node: number,
    path: Uint8Array,
    nameStart: number,
    nameEnd: number,
    isTarget: boolean,
  ): number => {
    const length = nameEnd - nameStart;
    if (path[nameStart] === DOT && length <= 2 && path[nameEnd - 1] === DOT)
      return length === 1 ? node : Math.max(0, tree.parents[node]!);
    const child =
      imply === undefined
        ? tree.find(node, path, nameStart, nameEnd)
        : tree.findOrAdd(node, path, nameStart, nameEnd);
    const kind = child === NO_NODE ? ABSENT : tree.kinds[child];
    if (kind === ENTRY_KIND.directory) return child;
    if (kind === ENTRY_KIND.symlink) {
      lookup.throughSymlink = true;
      const target = linkOf(child);
      if (++links > LINK_LIMIT) {
        lookup.problem = 'circle';
        return NO_NODE;
      }
      spend(budget, target.length);
      return walk(node, target, 0, target.length, true);
    }
    if (kind !== ABSENT) lookup.problem = 'no-directory';
    if (isTarget) lookup.isDangling = true;
    if (imply === undefined) return NO_NODE;
    imply(child);
    return child;
  };
  return walk(0, bytes, start, end, false);
}

function spend(budget: WalkBudget | undefined, bytes: number): void {
  if (budget === undefined) return;
  budget.bytesLeft -= bytes;
  if (budget.bytesLeft < 0)
    throw new PlimsollError('LAYER_LIMIT', 'the layers lead through more symlinks than any real image');
}
