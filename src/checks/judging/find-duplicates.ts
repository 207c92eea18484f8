// The same content at several paths: the bytewise first path is the needed one, every other file is a duplicate of it.
import { ENTRY_KIND, hasSameContent } from '../../contents/facts/layer-facts.ts';
import { layerOf, type SquashedView } from '../../contents/view/squashed-view.ts';

/** Smaller files are equal for good reasons too often (licences, `__init__.py`), and a link would save little. */
export const DUPLICATE_FLOOR_BYTES = 64 * 1024;

/**
 * The entries whose content shows at a bytewise earlier path too. `contentEntry` gives the entry whose bytes a node needs;
 * files with a heading in `ballast` already are left out on both sides.
 */
export function findDuplicates(
  view: SquashedView,
  contentEntry: (node: number) => number,
  ballast: Uint8Array,
): readonly number[] {
  const { tree, layers, entryBases } = view;
  const groups = new Map<number, { entries: Map<number, number> }>();
  for (let node = 0; node < tree.nodeCount; node++) {
    if (tree.kinds[node] !== ENTRY_KIND.file) continue;
    const entry = contentEntry(node);
    if (ballast[entry] !== 0) continue;
    const layer = layerOf(view, entry);
    const facts = layers[layer]!;
    const i = entry - entryBases[layer]!;
    if (facts.sizes[i]! < DUPLICATE_FLOOR_BYTES) continue;
    const key = contentKey(facts.contents, i * 16);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { entries: new Map([[entry, node]]) });
    else {
      // A hard link's names share one entry; the bytewise first of them stands for it.
      const known = group.entries.get(entry);
      if (known === undefined || comparePaths(tree.pathBytes(node), tree.pathBytes(known)) < 0)
        group.entries.set(entry, node);
    }
  }
  const duplicates: number[] = [];
  for (const { entries } of groups.values()) {
    if (entries.size < 2) continue;
    const sorted = [...entries].map(([entry, node]) => ({ entry, path: tree.pathBytes(node) }));
    sorted.sort((a, b) => comparePaths(a.path, b.path));
    const kept: number[] = [];
    for (const { entry } of sorted)
      if (kept.some((other) => areEqual(view, other, entry))) duplicates.push(entry);
      else kept.push(entry);
  }
  return duplicates;
}

function areEqual(view: SquashedView, a: number, b: number): boolean {
  const layerA = layerOf(view, a);
  const layerB = layerOf(view, b);
  return hasSameContent(
    view.layers[layerA]!,
    a - view.entryBases[layerA]!,
    view.layers[layerB]!,
    b - view.entryBases[layerB]!,
  );
}

/** 48 bits of the content hash: a number is a cheap key, and equal keys are compared in full. */
function contentKey(contents: Uint8Array, offset: number): number {
  let high = 0;
  for (let i = 0; i < 3; i++) high = high * 256 + contents[offset + i]!;
  let low = 0;
  for (let i = 3; i < 6; i++) low = low * 256 + contents[offset + i]!;
  return high * 2 ** 24 + low;
}

function comparePaths(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}
