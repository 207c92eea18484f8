// The same content at several paths: the bytewise first path is the needed one, every other file is a duplicate of it.
import { ENTRY_KIND, type LayerFacts } from '../../contents/facts/layer-facts.ts';
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
  const groups = new Map<string, Map<number, number>>();
  for (let node = 0; node < tree.nodeCount; node++) {
    if (tree.kinds[node] !== ENTRY_KIND.file) continue;
    const entry = contentEntry(node);
    if (ballast[entry] !== 0) continue;
    const layer = layerOf(view, entry);
    const facts = layers[layer]!;
    const i = entry - entryBases[layer]!;
    if (facts.sizes[i]! < DUPLICATE_FLOOR_BYTES) continue;
    const key = contentKey(facts, i);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, new Map([[entry, node]]));
    else {
      // A hard link's names share one entry; the bytewise first of them stands for it.
      const known = group.get(entry);
      if (known === undefined || Buffer.compare(tree.pathBytes(node), tree.pathBytes(known)) < 0)
        group.set(entry, node);
    }
  }
  const duplicates: number[] = [];
  for (const group of groups.values()) {
    if (group.size < 2) continue;
    const sorted = [...group].map(([entry, node]) => ({ entry, path: tree.pathBytes(node) }));
    sorted.sort((a, b) => Buffer.compare(a.path, b.path));
    for (const { entry } of sorted.slice(1)) duplicates.push(entry);
  }
  return duplicates;
}

/** Hash and size in whole: a part of them could be made equal for many files, which would then be compared pair by pair. */
function contentKey({ contents, sizes }: LayerFacts, i: number): string {
  const hash = Buffer.from(contents.buffer, contents.byteOffset + i * 16, 16);
  return `${hash.toString('latin1')}${sizes[i]}`;
}
