// Compares what the two ways of applying layers show, path by path and by what it is, not by which entry says so.
import { ENTRY_KIND, findSorted, hasSameContent, type LayerFacts, linkText } from '../facts/layer-facts.ts';
import { areEqual, attributesOf, type FileAttributes } from './changed-attributes.ts';
import { layerOf, locateEntry } from './locate-entry.ts';
import type { OverlayView } from './overlay-layers.ts';
import { ABSENT, NO_NODE } from './path-tree.ts';
import { NO_ENTRY, nodePath, type SquashedView, VISIBLE } from './squashed-view.ts';

/** A path that the two ways show differently. */
export interface ViewDifference {
  readonly path: string;
  readonly merged: PathState;
  readonly overlay: PathState;
}

/** What shows at a path in one way. */
export interface PathState {
  /** ENTRY_KIND, or ABSENT. */
  readonly kind: number;
  /** The entry in the through numbering, or NO_ENTRY where none says what is there. */
  readonly entry: number;
  readonly attributes: FileAttributes;
}

/** What engines give to a directory that they make on the way. */
const IMPLIED: FileAttributes = { mode: 0o755, uid: 0, gid: 0, mtimeSeconds: 0, xattrs: new Uint8Array() };
/** Tells each path where the views differ, with the topmost layer that had a say in it. */
export function compareViews(
  view: SquashedView,
  overlay: OverlayView,
  differ: (decidedBy: number, difference: () => ViewDifference) => void,
): void {
  const places = new Int32Array(overlay.tree.nodeCount).fill(NO_NODE);
  const met = new Uint8Array(view.tree.nodeCount);
  const compare = (merged: number, over: number): void => {
    if (showSameEntry(view, overlay, merged, over)) return;
    const a = readState(view, merged, undefined);
    const b = readState(
      { ...overlay, layers: view.layers, entryBases: view.entryBases },
      over,
      overlay.changed,
    );
    if (areAlike(view, a, b)) return;
    const layers = [over === NO_NODE ? 0 : overlay.decidedBy[over]!];
    if (a.entry !== NO_ENTRY) layers.push(layerOf(view, a.entry));
    if (b.entry !== NO_ENTRY && view.hiddenBy[b.entry] !== VISIBLE) layers.push(view.hiddenBy[b.entry]!);
    differ(Math.max(...layers), () => ({
      path: merged === NO_NODE ? nodePath(overlay, over) : nodePath(view, merged),
      merged: a,
      overlay: b,
    }));
  };
  for (let over = 0; over < overlay.tree.nodeCount; over++) {
    const { parents, names, nameEnds } = overlay.tree;
    const parent = over === 0 ? NO_NODE : places[parents[over]!]!;
    if (over === 0) places[over] = 0;
    else if (parent !== NO_NODE)
      places[over] = view.tree.find(parent, names, overlay.tree.nameStart(over), nameEnds[over]!);
    const merged = places[over]!;
    if (merged !== NO_NODE) met[merged] = 1;
    compare(merged, over);
  }
  for (let merged = 0; merged < view.tree.nodeCount; merged++)
    if (met[merged] === 0) compare(merged, NO_NODE);
}

/** What is nearly always so, without making objects. */
function showSameEntry(view: SquashedView, overlay: OverlayView, merged: number, over: number): boolean {
  const kind = merged === NO_NODE ? ABSENT : view.tree.kinds[merged]!;
  if (kind !== (over === NO_NODE ? ABSENT : overlay.tree.kinds[over]!)) return false;
  if (kind === ABSENT) return true;
  const isDirectory = kind === ENTRY_KIND.directory;
  const entry = isDirectory ? view.shown[merged]! : view.inodes[merged]!;
  const other = isDirectory ? overlay.shown[over]! : overlay.inodes[over]!;
  return entry === other && !overlay.changed.has(entry);
}

function readState(
  view: Pick<SquashedView, 'layers' | 'entryBases' | 'tree' | 'shown' | 'inodes'>,
  node: number,
  changed: ReadonlyMap<number, FileAttributes> | undefined,
): PathState {
  const kind = node === NO_NODE ? ABSENT : view.tree.kinds[node]!;
  if (kind === ABSENT) return { kind, entry: NO_ENTRY, attributes: IMPLIED };
  const entry = kind === ENTRY_KIND.directory ? view.shown[node]! : view.inodes[node]!;
  if (entry === NO_ENTRY) return { kind, entry, attributes: IMPLIED };
  const { facts, i } = locateEntry(view, entry);
  return { kind, entry, attributes: changed?.get(entry) ?? attributesOf(facts, i) };
}

function areAlike(view: SquashedView, a: PathState, b: PathState): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === ABSENT || (a.entry === b.entry && a.attributes === b.attributes)) return true;
  // Nobody says what time an implied directory has.
  if (a.entry === NO_ENTRY || b.entry === NO_ENTRY)
    return areEqual({ ...a.attributes, mtimeSeconds: 0 }, { ...b.attributes, mtimeSeconds: 0 });
  if (!areEqual(a.attributes, b.attributes)) return false;
  return a.entry === b.entry || haveSameBody(view, a, b);
}

/** Whether two entries of one kind have the same content, target or device. */
function haveSameBody(view: SquashedView, a: PathState, b: PathState): boolean {
  const one = locateEntry(view, a.entry);
  const other = locateEntry(view, b.entry);
  switch (a.kind) {
    case ENTRY_KIND.file:
      return hasSameContent(one.facts, one.i, other.facts, other.i);
    case ENTRY_KIND.symlink:
      return linkText(one.facts, one.i) === linkText(other.facts, other.i);
    case ENTRY_KIND.character:
    case ENTRY_KIND.block:
      return deviceText(one.facts, one.i) === deviceText(other.facts, other.i);
    default:
      return true;
  }
}

function deviceText(facts: LayerFacts, i: number): string {
  const at = findSorted(facts.deviceEntries, i);
  return `${facts.deviceNumbers[at * 2]}:${facts.deviceNumbers[at * 2 + 1]}`;
}
