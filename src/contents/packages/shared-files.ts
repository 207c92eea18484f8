// Files that do not go with a single package: several packages name them, or have hard links to the same content, or a name
// that no package has leads to them too. Needed to tell exactly what removing a set of packages frees.
import { ENTRY_KIND } from '../facts/layer-facts.ts';
import { layerOf } from '../view/locate-entry.ts';
import type { SquashedView } from '../view/squashed-view.ts';

/** One such file. */
export interface SharedFile {
  readonly bytes: number;
  /** The packages that name it, as positions in `Inventory.packages`; each counts it among its bytes. */
  readonly holders: readonly number[];
  /** Whether it shows under a name that none of them has: then it stays when all of them go. */
  readonly hasOtherName: boolean;
}

/** No package. */
const NONE = -1;
/** Several packages: they are in the map then. */
const SEVERAL = -2;

/** Finds them among the nodes that each package names; `owners` tells which package named a node first. */
export function findSharedFiles(
  view: SquashedView,
  owners: Int32Array,
  nodesOf: readonly (readonly number[])[],
): readonly SharedFile[] {
  const { tree, inodes, entryBases, layers } = view;
  const entryCount = (entryBases.at(-1) ?? 0) + (layers.at(-1)?.entryCount ?? 0);
  const holderOf = new Int32Array(entryCount).fill(NONE);
  const heldNames = new Uint32Array(entryCount);
  const several = new Map<number, Set<number>>();
  for (const [position, nodes] of nodesOf.entries())
    for (const node of nodes) {
      if (tree.kinds[node] !== ENTRY_KIND.file) continue;
      const entry = inodes[node]!;
      const holder = holderOf[entry]!;
      if (holder === NONE) holderOf[entry] = position;
      else if (holder === SEVERAL) several.get(entry)!.add(position);
      else if (holder !== position) {
        several.set(entry, new Set([holder, position]));
        holderOf[entry] = SEVERAL;
      }
      // Two packages may name one path, which is one name all the same.
      if (owners[node] === position) heldNames[entry]!++;
    }
  const names = new Uint32Array(entryCount);
  for (let node = 1; node < tree.nodeCount; node++)
    if (tree.kinds[node] === ENTRY_KIND.file && holderOf[inodes[node]!] !== NONE) names[inodes[node]!]!++;
  const shared: SharedFile[] = [];
  for (let entry = 0; entry < entryCount; entry++) {
    const holder = holderOf[entry]!;
    if (holder === NONE) continue;
    const hasOtherName = names[entry]! > heldNames[entry]!;
    if (holder !== SEVERAL && !hasOtherName) continue;
    const layer = layerOf(view, entry);
    const bytes = layers[layer]!.sizes[entry - entryBases[layer]!]!;
    const holders = holder === SEVERAL ? [...several.get(entry)!].sort((a, b) => a - b) : [holder];
    if (bytes > 0) shared.push({ bytes, holders, hasOtherName });
  }
  return shared;
}

/**
 * What removing packages frees: the sum of their bytes, each file counted once, and none that stays for another package or
 * under another name.
 */
export function sumFreedBytes(
  positions: readonly number[],
  bytesOf: (position: number) => number,
  sharedBy: ReadonlyMap<number, readonly SharedFile[]>,
): number {
  let sum = 0;
  for (const position of positions) sum += bytesOf(position);
  if (sharedBy.size === 0) return sum;
  const gone = new Set(positions);
  const seen = new Set<SharedFile>();
  for (const position of positions)
    for (const file of sharedBy.get(position) ?? []) {
      if (seen.has(file)) continue;
      seen.add(file);
      const counted = file.holders.filter((holder) => gone.has(holder)).length;
      const stays = file.hasOtherName || counted < file.holders.length;
      sum -= file.bytes * (stays ? counted : counted - 1);
    }
  return sum;
}

/** For each package the shared files that it holds. */
export function groupByHolder(files: readonly SharedFile[]): ReadonlyMap<number, readonly SharedFile[]> {
  const byHolder = new Map<number, SharedFile[]>();
  for (const file of files)
    for (const holder of file.holders) {
      const known = byHolder.get(holder);
      if (known === undefined) byHolder.set(holder, [file]);
      else known.push(file);
    }
  return byHolder;
}
