// The same content at several paths: the bytewise first path is the needed one, every other file is a duplicate of it.
import { ENTRY_KIND, type LayerFacts } from '../../contents/facts/layer-facts.ts';
import { layerOf } from '../../contents/view/locate-entry.ts';
import type { SquashedView } from '../../contents/view/squashed-view.ts';

/** Smaller files are equal for good reasons too often (licences, `__init__.py`), and a link would save little. */
export const DUPLICATE_FLOOR_BYTES = 64 * 1024;

/** Files of one content; a hard link's names share one entry. */
interface Group {
  first: number;
  /** The bytewise first of all their paths, which is one of `first`. */
  path: Buffer;
  readonly entries: Set<number>;
}

/** A file whose content shows at an earlier path too. */
export interface Duplicate {
  readonly entry: number;
  /** The needed one. */
  readonly first: number;
  readonly firstPath: Uint8Array;
}

/**
 * The entries whose content shows at a bytewise earlier path too. `contentEntry` gives the entry whose bytes a node needs;
 * files with a heading in `ballast` already are left out on both sides.
 */
export function findDuplicates(
  view: SquashedView,
  contentEntry: (node: number) => number,
  ballast: Uint8Array,
): readonly Duplicate[] {
  const { tree, layers, entryBases } = view;
  const groups = new Map<string, Group>();
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
    // Paths can be long and many, so only the first so far is kept.
    const path = tree.pathBytes(node);
    if (group === undefined) groups.set(key, { first: entry, path, entries: new Set([entry]) });
    else {
      group.entries.add(entry);
      if (Buffer.compare(path, group.path) < 0) Object.assign(group, { first: entry, path });
    }
  }
  return [...groups.values()].flatMap(({ first, path, entries }) =>
    [...entries].filter((entry) => entry !== first).map((entry) => ({ entry, first, firstPath: path })),
  );
}

/** Hash and size in whole: a part of them could be made equal for many files, which would then be compared pair by pair. */
function contentKey({ contents, sizes }: LayerFacts, i: number): string {
  const hash = Buffer.from(contents.buffer, contents.byteOffset + i * 16, 16);
  return `${hash.toString('latin1')}${sizes[i]}`;
}
