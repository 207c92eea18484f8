// What a layer does to the tree, and what of that is wanted: for each path its change, and sums for each folder.
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { layerOf } from '../../contents/view/locate-entry.ts';
import { type ImageWalk, isMark, NONE, nameOf, pathOf } from './image-walk.ts';
import type { WalkState } from './walk-state.ts';

/** What became of a path in a layer, as a number in `changes`. */
export const CHANGE = { absent: 0, unchanged: 1, added: 2, changed: 3, deleted: 4 } as const;

/** Columns over the nodes of the walk. */
export interface LayerLook {
  readonly changes: Uint8Array;
  /** The entry that the change is of, or NONE for folders that have none. */
  readonly entries: Int32Array;
  /** Whether the path, or one below it, is wanted. */
  readonly isWanted: Uint8Array;
  /** Whether the path is what the filter asks for, by its own name or that of a folder above it. */
  readonly isMatch: Uint8Array | null;
  /** Bytes of wanted files that are there, below each node; and of those that this layer took away. */
  readonly bytes: Float64Array;
  readonly deletedBytes: Float64Array;
  readonly ballastBytes: Float64Array;
}

/** What the look depends on. */
export type LookWish = Pick<WalkState, 'layer' | 'mode' | 'hidden' | 'isBallastOnly' | 'filter'>;

/** Looks at the tree; the time grows with the number of paths alone. */
export function lookAtLayer(walk: ImageWalk, wish: LookWish): LayerLook {
  const count = walk.tree.nodeCount;
  const changes = new Uint8Array(count);
  const entries = new Int32Array(count).fill(NONE);
  for (let node = 0; node < count; node++) judgeNode(walk, node, wish.layer, changes, entries);
  const isMatch = wish.filter === '' ? null : matchNames(walk, wish.filter);
  const look = {
    changes,
    entries,
    isMatch,
    isWanted: new Uint8Array(count),
    bytes: new Float64Array(count),
    deletedBytes: new Float64Array(count),
    ballastBytes: new Float64Array(count),
  };
  sumUp(walk, wish, look);
  return look;
}

function judgeNode(
  { contents, firstEntries, nextEntries }: ImageWalk,
  node: number,
  layer: number,
  changes: Uint8Array,
  entries: Int32Array,
): void {
  const { view } = contents;
  let own = NONE;
  let before = NONE;
  for (let entry = firstEntries[node]!; entry !== NONE; entry = nextEntries[entry]!) {
    const at = layerOf(view, entry);
    if (at > layer) break;
    if (isMark(view.layers[at]!.kinds[entry - view.entryBases[at]!]!)) continue;
    if (at === layer) own = entry;
    else if (view.hiddenBy[entry]! >= layer) before = entry;
  }
  if (own !== NONE) {
    entries[node] = own;
    changes[node] =
      before === NONE ? CHANGE.added : isSameFolder(view, before, own) ? CHANGE.unchanged : CHANGE.changed;
  } else if (before !== NONE) {
    entries[node] = before;
    changes[node] = view.hiddenBy[before] === layer ? CHANGE.deleted : CHANGE.unchanged;
  }
}

/** Layers ship the folders above what they change, which does nothing to them. */
function isSameFolder({ layers, entryBases }: ImageWalk['contents']['view'], a: number, b: number): boolean {
  const [layerA, layerB] = [layerOf({ entryBases }, a), layerOf({ entryBases }, b)];
  const [factsA, factsB] = [layers[layerA]!, layers[layerB]!];
  const [i, k] = [a - entryBases[layerA]!, b - entryBases[layerB]!];
  return (
    factsA.kinds[i] === ENTRY_KIND.directory &&
    factsB.kinds[k] === ENTRY_KIND.directory &&
    factsA.modes[i] === factsB.modes[k] &&
    factsA.uids[i] === factsB.uids[k] &&
    factsA.gids[i] === factsB.gids[k]
  );
}

/** A path is asked for by its name or a folder's; with a slash in the filter, by any piece of the path. */
function matchNames(walk: ImageWalk, filter: string): Uint8Array {
  const { tree } = walk;
  const wanted = filter.toLowerCase();
  const isMatch = new Uint8Array(tree.nodeCount);
  const asPath = wanted.includes('/');
  for (let node = 1; node < tree.nodeCount; node++) {
    if (isMatch[tree.parents[node]!] === 1) isMatch[node] = 1;
    else if (
      asPath
        ? `/${pathOf(walk, node)}`.toLowerCase().includes(wanted)
        : nameOf(walk, node).toLowerCase().includes(wanted)
    )
      isMatch[node] = 1;
  }
  return isMatch;
}

function sumUp(walk: ImageWalk, wish: LookWish, look: LayerLook): void {
  const { tree, contents, isBallast } = walk;
  const { view } = contents;
  const common = new Uint8Array(tree.nodeCount);
  // Children have higher numbers than their parents.
  for (let node = tree.nodeCount - 1; node >= 0; node--) {
    const entry = look.entries[node]!;
    if (entry !== NONE && isWantedNode(walk, wish, look, node, entry)) {
      look.isWanted[node] = 1;
      const layer = layerOf(view, entry);
      const size = view.layers[layer]!.sizes[entry - view.entryBases[layer]!]!;
      const sums = look.changes[node] === CHANGE.deleted ? look.deletedBytes : look.bytes;
      sums[node]! += size;
      if (isBallast(entry)) look.ballastBytes[node]! += size;
    }
    if (node === 0 || look.isWanted[node] === 0) continue;
    // A folder without an entry of its own goes with what is in it.
    if (entry === NONE) look.changes[node] = common[node]!;
    const parent = tree.parents[node]!;
    common[parent] = join(common[parent]!, look.changes[node]!);
    look.isWanted[parent] = 1;
    look.bytes[parent]! += look.bytes[node]!;
    look.deletedBytes[parent]! += look.deletedBytes[node]!;
    look.ballastBytes[parent]! += look.ballastBytes[node]!;
  }
}

function join(a: number, b: number): number {
  return a === CHANGE.absent || a === b ? b : CHANGE.unchanged;
}

function isWantedNode(
  { isTold }: ImageWalk,
  { mode, hidden, isBallastOnly }: LookWish,
  { changes, isMatch }: LayerLook,
  node: number,
  entry: number,
): boolean {
  const change = changes[node]!;
  if (change === CHANGE.absent || hidden.includes(change)) return false;
  if (mode === 'layer' && change === CHANGE.unchanged) return false;
  if (isMatch !== null && isMatch[node] === 0) return false;
  return !isBallastOnly || isTold(entry);
}
