// From a path to the file that a program would open there: the last symlink is followed as well as those among the parents.
import { ENTRY_KIND } from '../facts/layer-facts.ts';
import { linkBytes, locateEntry } from './locate-entry.ts';
import { NO_NODE } from './path-tree.ts';
import type { SquashedView } from './squashed-view.ts';
import type { ViewFinder } from './view-finder.ts';

/** Linux's MAXSYMLINKS. */
const LINK_LIMIT = 40;
const SLASH = 0x2f;

/** All nodes on the way, the symlinks first and what they lead to last; empty where that is nothing. */
export function followPath(view: SquashedView, finder: ViewFinder, path: string): readonly number[] {
  const bytes = Buffer.from(path.replace(/^\/+/, ''));
  return followNode(view, finder, finder.find(bytes, 0, bytes.length));
}

/** The same from a node on. */
export function followNode(view: SquashedView, finder: ViewFinder, start: number): readonly number[] {
  const nodes: number[] = [];
  for (let node = start; node !== NO_NODE && nodes.length < LINK_LIMIT; ) {
    nodes.push(node);
    if (view.tree.kinds[node] !== ENTRY_KIND.symlink) return nodes;
    const { facts, i } = locateEntry(view, view.inodes[node]!);
    const target = linkBytes(facts, i);
    const path = target[0] === SLASH ? target.subarray(1) : besides(view, node, target);
    node = finder.find(path, 0, path.length);
  }
  return [];
}

function besides(view: SquashedView, node: number, target: Uint8Array): Uint8Array {
  const folder = view.tree.pathBytes(Math.max(0, view.tree.parents[node]!));
  return folder.length === 0 ? target : Buffer.concat([folder, Buffer.from('/'), target]);
}
