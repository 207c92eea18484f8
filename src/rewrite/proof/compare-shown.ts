// Compares what two stacks of layers show, path by path and by what it is: type, mode, owner, time in whole seconds, target,
// device, extended attributes, content, and which names are one file.
import { ENTRY_KIND, findSorted, hasSameContent, type LayerFacts } from '../../contents/facts/layer-facts.ts';
import { areEqual, attributesOf, type FileAttributes } from '../../contents/view/changed-attributes.ts';
import { linkBytes, locateEntry, type NumberedLayers } from '../../contents/view/locate-entry.ts';
import { ABSENT, NO_NODE, type PathTree } from '../../contents/view/path-tree.ts';
import { NO_ENTRY, nodePath } from '../../contents/view/squashed-view.ts';
import { mapNodes } from '../map-nodes.ts';

/** What shows, whichever way layers were applied. */
export interface ShownStack extends NumberedLayers {
  readonly tree: PathTree;
  readonly shown: Uint32Array;
  readonly inodes: Uint32Array;
  /** Files that differ from what their own entries say, by the entry that holds their content. */
  readonly changed?: ReadonlyMap<number, FileAttributes>;
}

/** A path at which two stacks show something else. */
export interface ShownDifference {
  readonly path: string;
  readonly what: 'missing' | 'added' | 'type' | 'attributes' | 'content' | 'target' | 'device' | 'names';
}

/** What came out. */
export interface ShownComparison {
  /** Paths that the first one shows, the root among them. */
  readonly pathCount: number;
  readonly differenceCount: number;
  /** The first of them. */
  readonly differences: readonly ShownDifference[];
}

const DIFFERENCES_KEPT = 20;
/** What engines give to a folder that they make on the way; nobody says its time. */
const IMPLIED: FileAttributes = { mode: 0o755, uid: 0, gid: 0, mtimeSeconds: 0, xattrs: new Uint8Array() };

/** A difference by its nodes; NO_NODE where the path is in one stack only. */
export interface NodeDifference {
  readonly node: number;
  readonly place: number;
  readonly what: ShownDifference['what'];
}

/** What is left out of a comparison. */
export interface ShownComparing {
  readonly ignoresRoot?: boolean;
  readonly ignoresTimes?: boolean;
}

/** Compares all paths, or all but the root. */
export function compareShown(
  before: ShownStack,
  after: ShownStack,
  comparing: ShownComparing = {},
): ShownComparison {
  const differences: ShownDifference[] = [];
  let differenceCount = 0;
  const pathCount = findDifferences(before, after, comparing, ({ node, place, what }) => {
    if (++differenceCount > DIFFERENCES_KEPT) return;
    const path = node === NO_NODE ? nodePath(after, place) : nodePath(before, node);
    differences.push({ path, what });
  });
  return { pathCount, differenceCount, differences };
}

/** Tells every difference; gives how many paths the first one shows. */
export function findDifferences(
  before: ShownStack,
  after: ShownStack,
  { ignoresRoot = false, ignoresTimes = false }: ShownComparing,
  note: (difference: NodeDifference) => void,
): number {
  let pathCount = 0;
  const places = mapNodes(before.tree, after.tree);
  const met = new Uint8Array(after.tree.nodeCount);
  const names = new NamePairs(before, after);
  for (let node = ignoresRoot ? 1 : 0; node < before.tree.nodeCount; node++) {
    const place = places[node]!;
    if (place !== NO_NODE) met[place] = 1;
    if (before.tree.kinds[node] === ABSENT) {
      if (place !== NO_NODE && after.tree.kinds[place] !== ABSENT)
        note({ node: NO_NODE, place, what: 'added' });
      continue;
    }
    pathCount++;
    const what = compareNode(before, node, after, place, ignoresTimes) ?? names.compare(node, place);
    if (what !== undefined) note({ node, place: what === 'missing' ? NO_NODE : place, what });
  }
  for (let place = 1; place < after.tree.nodeCount; place++)
    if (met[place] === 0 && after.tree.kinds[place] !== ABSENT) note({ node: NO_NODE, place, what: 'added' });
  return pathCount;
}

function compareNode(
  before: ShownStack,
  node: number,
  after: ShownStack,
  place: number,
  ignoresTimes: boolean,
): ShownDifference['what'] | undefined {
  const kind = before.tree.kinds[node]!;
  const other = place === NO_NODE ? ABSENT : after.tree.kinds[place]!;
  if (other === ABSENT) return 'missing';
  if (kind !== other) return 'type';
  const a = kind === ENTRY_KIND.directory ? before.shown[node]! : before.inodes[node]!;
  const b = kind === ENTRY_KIND.directory ? after.shown[place]! : after.inodes[place]!;
  const isTimeKnown = !ignoresTimes && a !== NO_ENTRY && b !== NO_ENTRY;
  if (!areEqual(readAttributes(before, a, isTimeKnown), readAttributes(after, b, isTimeKnown)))
    return 'attributes';
  return a === NO_ENTRY || b === NO_ENTRY ? undefined : compareBody(before, a, after, b, kind);
}

function readAttributes(stack: ShownStack, entry: number, isTimeKnown: boolean): FileAttributes {
  if (entry === NO_ENTRY) return IMPLIED;
  const { facts, i } = locateEntry(stack, entry);
  const attributes = stack.changed?.get(entry) ?? attributesOf(facts, i);
  return { ...attributes, mtimeSeconds: isTimeKnown ? Math.floor(attributes.mtimeSeconds) : 0 };
}

function compareBody(
  before: ShownStack,
  a: number,
  after: ShownStack,
  b: number,
  kind: number,
): ShownDifference['what'] | undefined {
  const one = locateEntry(before, a);
  const other = locateEntry(after, b);
  switch (kind) {
    case ENTRY_KIND.file:
      return hasSameContent(one.facts, one.i, other.facts, other.i) ? undefined : 'content';
    case ENTRY_KIND.symlink: {
      const isSame = Buffer.compare(linkBytes(one.facts, one.i), linkBytes(other.facts, other.i)) === 0;
      return isSame ? undefined : 'target';
    }
    case ENTRY_KIND.character:
    case ENTRY_KIND.block:
      return deviceOf(one.facts, one.i) === deviceOf(other.facts, other.i) ? undefined : 'device';
    default:
      return undefined;
  }
}

function deviceOf({ deviceEntries, deviceNumbers }: LayerFacts, i: number): string {
  const at = findSorted(deviceEntries, i) * 2;
  return `${deviceNumbers[at]}:${deviceNumbers[at + 1]}`;
}

/** Names of one file must be names of one file on both sides: which entry is whose stays one to one. */
class NamePairs {
  readonly #before: ShownStack;
  readonly #after: ShownStack;
  readonly #there: Int32Array;
  readonly #back: Int32Array;

  constructor(before: ShownStack, after: ShownStack) {
    this.#before = before;
    this.#after = after;
    this.#there = new Int32Array(countEntries(before)).fill(-1);
    this.#back = new Int32Array(countEntries(after)).fill(-1);
  }

  compare(node: number, place: number): 'names' | undefined {
    if (this.#before.tree.kinds[node] === ENTRY_KIND.directory) return undefined;
    const a = this.#before.inodes[node]!;
    const b = this.#after.inodes[place]!;
    if (this.#there[a] === -1 && this.#back[b] === -1) {
      this.#there[a] = b;
      this.#back[b] = a;
    }
    return this.#there[a] === b && this.#back[b] === a ? undefined : 'names';
  }
}

function countEntries({ layers }: NumberedLayers): number {
  return layers.reduce((sum, { entryCount }) => sum + entryCount, 0);
}
