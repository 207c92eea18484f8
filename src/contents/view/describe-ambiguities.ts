// What the ambiguities of an image come to: for each layer that has some, where the two ways of applying layers show
// something else, and who refuses it. A layer that all engines show the same is not reported.
import { ENTRY_KIND, findSorted, hasSameContent, type LayerFacts, linkText } from '../facts/layer-facts.ts';
import { areEqual, attributesOf, type FileAttributes } from './changed-attributes.ts';
import { type OverlayView, overlayLayers } from './overlay-layers.ts';
import { ABSENT, NO_NODE } from './path-tree.ts';
import {
  type Ambiguity,
  type AmbiguityKind,
  layerOf,
  NO_ENTRY,
  nodePath,
  type SquashedView,
  VISIBLE,
} from './squashed-view.ts';

/** One layer that engines read in different ways, or refuse. */
export interface LayerAmbiguity {
  readonly layer: number;
  readonly kinds: readonly AmbiguityKind[];
  /** Docker's overlay2 cannot load the layer. */
  readonly refusedByOverlay: boolean;
  /** The engines that merge layer onto layer cannot unpack it, neither umoci nor containers/storage with vfs. */
  readonly refusedByMerged: boolean;
  /** The first of them; what a refused layer would show is nobody's truth. */
  readonly differences: readonly ViewDifference[];
  readonly differenceCount: number;
}

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

const DIFFERENCES_KEPT = 20;
/** What engines give to a directory that they make on the way. */
const IMPLIED: FileAttributes = { mode: 0o755, uid: 0, gid: 0, mtimeSeconds: 0, xattrs: new Uint8Array() };
/** What umoci and containers/storage refuse both. */
const REFUSED: ReadonlySet<AmbiguityKind> = new Set([
  'hardlink-without-target',
  'parent-is-no-directory',
  'symlink-circle',
  'invalid-whiteout',
]);

/** The layers whose ambiguities make a difference, from the base; empty at no cost where the view has none. */
export function describeAmbiguities(view: SquashedView): readonly LayerAmbiguity[] {
  if (view.ambiguities.length === 0) return [];
  const overlay = overlayLayers(view.layers, view.entryBases);
  const reports = new Map<number, MutableReport>();
  for (const ambiguity of view.ambiguities) {
    let report = reports.get(ambiguity.layer);
    if (report === undefined) {
      report = { kinds: new Set(), isRefused: false, differences: [], count: 0 };
      reports.set(ambiguity.layer, report);
    }
    report.kinds.add(ambiguity.kind);
    report.isRefused ||= isRefused(view, ambiguity);
  }
  const layers = [...reports.keys()];
  compareViews(view, overlay, (decidedBy, difference) => {
    const layer = layers.findLast((candidate) => candidate <= decidedBy) ?? layers[0]!;
    const report = reports.get(layer)!;
    report.count++;
    if (report.differences.length < DIFFERENCES_KEPT) report.differences.push(difference());
  });
  return [...reports]
    .map(([layer, { kinds, isRefused, differences, count }]) => ({
      layer,
      kinds: [...kinds].sort(),
      refusedByOverlay: overlay.refused.has(layer),
      refusedByMerged: isRefused,
      differences,
      differenceCount: count,
    }))
    .filter(
      (report) =>
        report.differenceCount > 0 ||
        report.refusedByOverlay ||
        report.refusedByMerged ||
        // Redirections and the like are not worked out here.
        report.kinds.includes('overlay-xattr'),
    );
}

interface MutableReport {
  readonly kinds: Set<AmbiguityKind>;
  isRefused: boolean;
  readonly differences: ViewDifference[];
  count: number;
}

function isRefused(view: SquashedView, { kind, layer, entry }: Ambiguity): boolean {
  if (!REFUSED.has(kind)) return false;
  const entryKind = view.layers[layer]!.kinds[entry]!;
  const isMark = entryKind === ENTRY_KIND.whiteout || entryKind === ENTRY_KIND.opaque;
  // Where a mark's folder is none, umoci finds nothing to hide; where it is a circle, containers/storage does.
  return kind === 'hardlink-without-target' || kind === 'invalid-whiteout' || !isMark;
}

/** Tells each path where the views differ, with the topmost layer that had a say in it. */
function compareViews(
  view: SquashedView,
  overlay: OverlayView,
  differ: (decidedBy: number, difference: () => ViewDifference) => void,
): void {
  const places = new Int32Array(overlay.tree.nodeCount).fill(NO_NODE);
  const met = new Uint8Array(view.tree.nodeCount);
  const compare = (merged: number, over: number): void => {
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

function readState(
  view: Pick<SquashedView, 'layers' | 'entryBases' | 'tree' | 'shown' | 'inodes'>,
  node: number,
  changed: ReadonlyMap<number, FileAttributes> | undefined,
): PathState {
  const kind = node === NO_NODE ? ABSENT : view.tree.kinds[node]!;
  if (kind === ABSENT) return { kind, entry: NO_ENTRY, attributes: IMPLIED };
  const entry = kind === ENTRY_KIND.directory ? view.shown[node]! : view.inodes[node]!;
  if (entry === NO_ENTRY) return { kind, entry, attributes: IMPLIED };
  const { facts, i } = locate(view, entry);
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
  const one = locate(view, a.entry);
  const other = locate(view, b.entry);
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

function locate(
  view: Pick<SquashedView, 'layers' | 'entryBases'>,
  entry: number,
): { readonly facts: LayerFacts; readonly i: number } {
  const layer = layerOf(view, entry);
  return { facts: view.layers[layer]!, i: entry - view.entryBases[layer]! };
}
