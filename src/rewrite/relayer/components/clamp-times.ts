// Times that are later than a given one set to it, on wish, so that what differs in nothing else is shared. Sources of compiled
// Python files that are checked by time (PEP 552) keep theirs: Python would compile them anew at each start.
import { ENTRY_KIND, findSorted } from '../../../contents/facts/layer-facts.ts';
import { attributesOf, type FileAttributes } from '../../../contents/view/changed-attributes.ts';
import { locateEntry } from '../../../contents/view/locate-entry.ts';
import { ABSENT, NO_NODE } from '../../../contents/view/path-tree.ts';
import type { SquashedView } from '../../../contents/view/squashed-view.ts';

/** Bit 0 of a compiled file's flags: checked by the hash of the source, not by its time and size. */
const IS_HASHED = 1;
const CACHE = Buffer.from('__pycache__');
const DOT = 0x2e;

/** The files of the view that get another time, by their entries; folders keep theirs. */
export function clampTimes(view: SquashedView, atSeconds: number): ReadonlyMap<number, FileAttributes> {
  const { tree } = view;
  const sources = findTimedSources(view);
  const changed = new Map<number, FileAttributes>();
  for (let node = 0; node < tree.nodeCount; node++) {
    const kind = tree.kinds[node]!;
    if (kind === ABSENT || kind === ENTRY_KIND.directory) continue;
    const entry = view.inodes[node]!;
    const { facts, i } = locateEntry(view, entry);
    if (facts.mtimes[i]! <= atSeconds || sources.has(entry)) continue;
    changed.set(entry, { ...attributesOf(facts, i), mtimeSeconds: atSeconds });
  }
  return changed;
}

/** The entries of the sources, by where PEP 3147 has them: `x.py` for `__pycache__/x.TAG.pyc`, and beside `x.pyc`. */
function findTimedSources(view: SquashedView): ReadonlySet<number> {
  const { tree } = view;
  const sources = new Set<number>();
  for (let node = 0; node < tree.nodeCount; node++) {
    if (tree.kinds[node] !== ENTRY_KIND.file) continue;
    const { facts, i } = locateEntry(view, view.inodes[node]!);
    const at = findSorted(facts.pycEntries, i);
    if (at === -1 || (facts.pycHeaders[at * 4 + 1]! & IS_HASHED) !== 0) continue;
    const name = nameOf(view, node);
    const folder = tree.parents[node]!;
    const isCached = nameOf(view, folder).equals(CACHE);
    const stem = name.subarray(0, name.indexOf(DOT));
    const source = Buffer.concat([
      isCached ? stem : name.subarray(0, name.lastIndexOf(DOT)),
      Buffer.from('.py'),
    ]);
    const found = tree.find(isCached ? tree.parents[folder]! : folder, source, 0, source.length);
    if (found !== NO_NODE && tree.kinds[found] !== ABSENT) sources.add(view.inodes[found]!);
  }
  return sources;
}

function nameOf({ tree }: SquashedView, node: number): Buffer {
  return Buffer.from(tree.names.subarray(tree.nameStart(node), tree.nameEnds[node]!));
}
