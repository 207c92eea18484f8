// Merges layers into the squashed view the way the spec says it (layer.md, "Applying changesets"; umoci and
// containers/storage with vfs do the same): entry by entry onto what the layers below left, whiteouts for lower layers only.
// Where those two differ: docs/decisions/layer-semantics.md.
import { PlimsollError } from '../../errors.ts';
import { ENTRY_FLAG, ENTRY_KIND, type LayerFacts } from '../facts/layer-facts.ts';
import { AmbiguityLog } from './ambiguity-log.ts';
import { ChangeLog, type NodeChanges } from './change-log.ts';
import {
  hasOrdinaryAttributes,
  hasOverlayXattr,
  haveSameAttributes,
  isZeroDevice,
} from './entry-attributes.ts';
import { locateEntry } from './locate-entry.ts';
import { areSamePaths, folderEnd, nameStart } from './path-bytes.ts';
import { ABSENT, NO_NODE } from './path-tree.ts';
import { findDirectory, type Lookup } from './resolve-path.ts';
import { ShownTree } from './shown-tree.ts';
import { HIDDEN_HOW, LAYER_COUNT_LIMIT, type SquashedView } from './squashed-view.ts';

/** Bytes of symlink targets walked in all; the largest real images need some 20 MB. */
const WALK_LIMIT_BYTES = 256 * 2 ** 20;

/** The squashed view of layers, base first; throws LAYER_LIMIT where they are more than any engine takes. */
export function squashLayers(layers: readonly LayerFacts[]): SquashedView {
  if (layers.length > LAYER_COUNT_LIMIT)
    throw new PlimsollError('LAYER_LIMIT', `the image has ${layers.length} layers`);
  const merger = new LayerMerger(layers);
  layers.forEach((facts, layer) => {
    merger.apply(facts, layer);
  });
  return merger.finish();
}

/** What shows after one layer, and what showed before it wherever that is something else. */
export interface ShownStep extends Pick<SquashedView, 'tree' | 'shown' | 'inodes'> {
  readonly before: NodeChanges;
}

/** What shows after each layer: the same columns each time, growing, with nodes numbered as in the view of all layers. */
export function* squashInSteps(layers: readonly LayerFacts[]): Generator<ShownStep, void, void> {
  const log = new ChangeLog();
  const merger = new LayerMerger(layers, log);
  for (const [layer, facts] of layers.entries()) {
    merger.apply(facts, layer);
    yield { ...merger.shownNow(), before: log.take() };
  }
}

class LayerMerger {
  readonly #state: ShownTree;
  readonly #log = new AmbiguityLog();
  readonly #budget = { bytesLeft: WALK_LIMIT_BYTES };
  readonly #imply = (node: number): void => this.#state.imply(node);
  readonly #linkOf = (node: number): Uint8Array => this.#state.linkOf(node);

  // The layer being applied, and the nodes it has whiteouts for and opaque markers in.
  #facts!: LayerFacts;
  readonly #whitedOut = new Set<number>();
  readonly #opaque = new Set<number>();

  // The directory of the entry before, for the common case that the next one is in it too.
  #lastStart = 0;
  #lastEnd = 0;
  #lastDirectory = NO_NODE;
  #lastThroughSymlink = false;
  #lastPathChanges = -1;

  constructor(layers: readonly LayerFacts[], changes?: ChangeLog) {
    this.#state = new ShownTree(layers, changes);
  }

  apply(facts: LayerFacts, layer: number): void {
    this.#facts = facts;
    this.#state.startLayer(layer);
    this.#log.startLayer(layer);
    this.#whitedOut.clear();
    this.#opaque.clear();
    for (let i = 0; i < facts.entryCount; i++) this.#applyEntry(i);
  }

  shownNow(): Pick<SquashedView, 'tree' | 'shown' | 'inodes'> {
    const { tree, shown, inodes } = this.#state;
    return { tree, shown, inodes };
  }

  finish(): SquashedView {
    const { layers, entryBases, tree, shown, inodes, fates } = this.#state;
    const { hiddenBy, hiddenHow, copiedFrom } = fates;
    const { ambiguities } = this.#log;
    return { layers, entryBases, tree, shown, inodes, hiddenBy, hiddenHow, copiedFrom, ambiguities };
  }

  #applyEntry(i: number): void {
    const facts = this.#facts;
    const start = i === 0 ? 0 : facts.pathEnds[i - 1]!;
    const end = facts.pathEnds[i]!;
    const kind = facts.kinds[i]!;
    const flags = facts.flags[i]!;
    if ((flags & ENTRY_FLAG.dotDot) !== 0) this.#log.note('path-with-dots', i);
    if ((flags & ENTRY_FLAG.xattrs) !== 0 && hasOverlayXattr(facts, i)) this.#log.note('overlay-xattr', i);
    if (kind === ENTRY_KIND.invalidWhiteout) return this.#log.note('invalid-whiteout', i);
    if (kind === ENTRY_KIND.opaque) return this.#applyOpaque(i, start, end);
    if (start === end) return this.#applyRoot(i, kind);

    const name = nameStart(facts.pathBytes, start, end);
    const isWhiteout = kind === ENTRY_KIND.whiteout;
    const parent = this.#findParent(i, start, folderEnd(start, name), isWhiteout);
    if (parent === NO_NODE) {
      if (!isWhiteout) this.#drop(i);
      return;
    }
    const node = this.#state.findOrAdd(parent, facts.pathBytes, name, end);
    if (isWhiteout) return this.#applyWhiteout(i, node);
    if (this.#state.isOwn(node)) this.#log.note('duplicate-path', i);
    if (kind === ENTRY_KIND.hardlink) this.#applyHardlink(i, node);
    else if (kind === ENTRY_KIND.directory) this.#applyDirectory(i, node);
    else this.#applyFile(i, node, kind);
  }

  #applyRoot(i: number, kind: number): void {
    if (kind !== ENTRY_KIND.directory) {
      this.#log.note('parent-is-no-directory', i);
      return this.#drop(i);
    }
    if (this.#state.isOwn(0)) this.#log.note('duplicate-path', i);
    if (!hasOrdinaryAttributes(this.#facts, i)) this.#log.note('root-entry', i);
    this.#state.placeDirectory(0, this.#state.base + i);
  }

  #applyDirectory(i: number, node: number): void {
    if (this.#whitedOut.has(node)) this.#log.note('whiteout-and-entry', i);
    this.#state.placeDirectory(node, this.#state.base + i);
  }

  #applyFile(i: number, node: number, kind: number): void {
    if (kind === ENTRY_KIND.character && isZeroDevice(this.#facts, i))
      this.#log.note('overlay-whiteout-device', i);
    const entry = this.#state.base + i;
    if (kind === ENTRY_KIND.file) this.#state.noteCopy(node, entry);
    this.#state.place(node, kind, entry);
  }

  #applyHardlink(i: number, node: number): void {
    const { tree, inodes, base } = this.#state;
    const target = this.#findLinkTarget(i);
    const isUsable =
      target !== NO_NODE &&
      tree.kinds[target] !== ABSENT &&
      tree.kinds[target] !== ENTRY_KIND.directory &&
      !this.#isWithin(target, node);
    if (!isUsable) {
      this.#log.note('hardlink-without-target', i);
      return this.#drop(i);
    }
    const inode = inodes[target]!;
    if (inode < base) this.#log.note('hardlink-to-lower-layer', i);
    const owner = locateEntry(this.#state, inode);
    if (!haveSameAttributes(this.#facts, i, owner.facts, owner.i)) this.#log.note('hardlink-attributes', i);
    this.#state.link(node, target, base + i);
  }

  #applyWhiteout(i: number, node: number): void {
    if (this.#whitedOut.has(node)) return this.#log.note('duplicate-path', i);
    this.#whitedOut.add(node);
    if (this.#state.whiteOut(node).hasOwn) this.#log.note('whiteout-and-entry', i);
  }

  #applyOpaque(i: number, start: number, end: number): void {
    const directory = this.#findParent(i, start, end, true);
    if (directory === NO_NODE) return;
    if (directory === 0) this.#log.note('opaque-root', i);
    if (this.#opaque.has(directory)) return this.#log.note('duplicate-path', i);
    this.#opaque.add(directory);
    this.#state.clearLowerBelow(directory, HIDDEN_HOW.opaque);
  }

  /** The directory at the path `[start..end]`; for whiteouts NO_NODE where it is not there, else made. */
  #findParent(i: number, start: number, end: number, isWhiteout: boolean): number {
    const belowSymlink = isWhiteout ? 'whiteout-below-symlink' : 'entry-below-symlink';
    if (this.#isLastPath(start, end)) {
      if (this.#lastThroughSymlink) this.#log.note(belowSymlink, i);
      return this.#lastDirectory;
    }
    const lookup: Lookup = { throughSymlink: false, problem: undefined, isDangling: false };
    const directory = findDirectory(
      this.#state.tree,
      this.#linkOf,
      this.#facts.pathBytes,
      start,
      end,
      isWhiteout ? undefined : this.#imply,
      lookup,
      this.#budget,
    );
    if (lookup.problem === 'circle') this.#log.note('symlink-circle', i);
    if (lookup.problem === 'no-directory') this.#log.note('parent-is-no-directory', i);
    if (lookup.isDangling && !isWhiteout) this.#log.note('entry-below-dangling-symlink', i);
    if (lookup.throughSymlink) this.#log.note(belowSymlink, i);
    else if (directory === NO_NODE || (directory !== 0 && !this.#state.isOwn(directory)))
      this.#log.note('parent-not-in-layer', i);
    if (directory === NO_NODE) return NO_NODE;
    this.#lastStart = start;
    this.#lastEnd = end;
    this.#lastDirectory = directory;
    this.#lastThroughSymlink = lookup.throughSymlink;
    this.#lastPathChanges = this.#state.pathChanges;
    return directory;
  }

  #isLastPath(start: number, end: number): boolean {
    return (
      this.#lastPathChanges === this.#state.pathChanges &&
      areSamePaths(this.#facts.pathBytes, start, end, this.#lastStart, this.#lastEnd)
    );
  }

  #findLinkTarget(i: number): number {
    const { linkEnds, linkBytes } = this.#facts;
    const { tree } = this.#state;
    const start = i === 0 ? 0 : linkEnds[i - 1]!;
    const end = linkEnds[i]!;
    const name = nameStart(linkBytes, start, end);
    const lookup: Lookup = { throughSymlink: false, problem: undefined };
    const folder = findDirectory(
      tree,
      this.#linkOf,
      linkBytes,
      start,
      folderEnd(start, name),
      undefined,
      lookup,
      this.#budget,
    );
    if (folder === NO_NODE) return NO_NODE;
    const target = tree.find(folder, linkBytes, name, end);
    // Without the symlink, which a lower layer may have made, nothing is there.
    if (target !== NO_NODE && lookup.throughSymlink) this.#log.note('hardlink-to-lower-layer', i);
    return target;
  }

  /** Entry `i` never shows. */
  #drop(i: number): void {
    this.#state.fates.hide(this.#state.base + i, this.#state.layer, HIDDEN_HOW.overwritten);
  }

  #isWithin(node: number, ancestor: number): boolean {
    for (let n = node; n >= ancestor; n = this.#state.tree.parents[n]!) if (n === ancestor) return true;
    return false;
  }
}
