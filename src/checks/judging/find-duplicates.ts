// The same content at several paths: the bytewise first path is the needed one, every other file is a duplicate of it.
import { ENTRY_KIND, type LayerFacts } from '../../contents/facts/layer-facts.ts';
import { layerOf } from '../../contents/view/locate-entry.ts';
import { orderByPath } from '../../contents/view/path-order.ts';
import type { PathTree } from '../../contents/view/path-tree.ts';
import type { SquashedView } from '../../contents/view/squashed-view.ts';

/** Smaller files are equal for good reasons too often (licences, `__init__.py`), and a link would save little. */
export const DUPLICATE_FLOOR_BYTES = 64 * 1024;

/** Files of one content; a hard link's names share one entry. */
interface Group {
  readonly nodes: number[];
  readonly entries: Set<number>;
}

/** A file whose content shows at an earlier path too. */
export interface Duplicate {
  readonly entry: number;
  /** The needed one. */
  readonly first: number;
  /** Where it shows, bytewise first. */
  readonly firstNode: number;
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
    if (group === undefined) groups.set(key, { nodes: [node], entries: new Set([entry]) });
    else {
      group.nodes.push(node);
      group.entries.add(entry);
    }
  }
  const repeated = [...groups.values()].filter(({ entries }) => entries.size > 1);
  const firstNodes = findFirst(
    tree,
    repeated.map(({ nodes }) => nodes),
  );
  return repeated.flatMap(({ entries }, k) => {
    const firstNode = firstNodes[k]!;
    const first = contentEntry(firstNode);
    return [...entries].filter((entry) => entry !== first).map((entry) => ({ entry, first, firstNode }));
  });
}

/** Of each group of nodes the one with the bytewise first path. */
function findFirst(tree: PathTree, groups: readonly (readonly number[])[]): readonly number[] {
  const groupOf = new Map(groups.flatMap((nodes, k) => nodes.map((node) => [node, k] as const)));
  const first: number[] = [];
  for (const node of orderByPath(tree, groupOf.keys())) first[groupOf.get(node)!] ??= node;
  return first;
}

/** Hash and size in whole: a part of them could be made equal for many files, which would then be compared pair by pair. */
function contentKey({ contents, sizes }: LayerFacts, i: number): string {
  const hash = Buffer.from(contents.buffer, contents.byteOffset + i * 16, 16);
  return `${hash.toString('latin1')}${sizes[i]}`;
}
