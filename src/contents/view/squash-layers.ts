// Merges layers into the squashed view the way the spec says it (layer.md, "Applying changesets"; umoci and
// containers/storage with vfs do the same): entry by entry onto what the layers below left, whiteouts for lower layers only.
import { PlimsollError } from '../../errors.ts';
import { ENTRY_FLAG, ENTRY_KIND, hasSameContent, type LayerFacts } from '../facts/layer-facts.ts';
import { ABSENT, enlarge, NO_NODE, PathTree } from './path-tree.ts';
import { findDirectory, type Lookup } from './resolve-path.ts';
import {
  type Ambiguity,
  type AmbiguityKind,
  HIDDEN_HOW,
  LAYER_COUNT_LIMIT,
  NO_ENTRY,
  type SquashedView,
  VISIBLE,
} from './squashed-view.ts';

const SLASH = 0x2f;
/** Of one kind of ambiguity, no more places than this are kept of a layer; one is enough to know it. */
const AMBIGUITIES_KEPT = 1000;

/** The squashed view of layers, base first; throws LAYER_LIMIT where they are more than any engine takes. */
export function squashLayers(layers: readonly LayerFacts[]): SquashedView {
  if (layers.length > LAYER_COUNT_LIMIT)
    throw new PlimsollError('LAYER_LIMIT', `the image has ${layers.length} layers`);
  const merger = new LayerMerger(layers);
  layers.forEach((_, layer) => {
    merger.apply(layer);
  });
  return merger.finish();
}

class LayerMerger {
  readonly #layers: readonly LayerFacts[];
  readonly #bases: Uint32Array;
  readonly #tree: PathTree;
  readonly #nameCounts: Uint32Array;
  readonly #hiddenBy: Uint16Array;
  readonly #hiddenHow: Uint8Array;
  readonly #isCopy: Uint8Array;
  readonly #copies = new Map<number, number>();
  readonly #ambiguities: Ambiguity[] = [];
  #ambiguityCounts = new Map<AmbiguityKind, number>();
  #shown: Uint32Array;
  #inodes: Uint32Array;
  /** For each node: the last layer, from 1, that wrote it or something below it. */
  #touched: Uint16Array;
  /** Nodes that this layer's whiteouts removed: overlay brings the lower content of a directory made there again back. */
  readonly #whitedOut = new Set<number>();
  #layer = 0;
  #facts: LayerFacts;

  // The directory of the entry before, for the common case that the next one is in it too.
  #lastStart = 0;
  #lastEnd = -1;
  #lastDirectory = NO_NODE;

  constructor(layers: readonly LayerFacts[]) {
    this.#layers = layers;
    this.#bases = new Uint32Array(layers.length);
    let total = 0;
    layers.forEach((facts, layer) => {
      this.#bases[layer] = total;
      total += facts.entryCount;
    });
    this.#facts = layers[0] as LayerFacts;
    this.#tree = new PathTree(total + 64);
    this.#tree.kinds[0] = ENTRY_KIND.directory;
    this.#shown = new Uint32Array(this.#tree.parents.length).fill(NO_ENTRY);
    this.#inodes = new Uint32Array(this.#tree.parents.length).fill(NO_ENTRY);
    this.#touched = new Uint16Array(this.#tree.parents.length);
    this.#nameCounts = new Uint32Array(total);
    this.#hiddenBy = new Uint16Array(total).fill(VISIBLE);
    this.#hiddenHow = new Uint8Array(total);
    this.#isCopy = new Uint8Array(total);
  }

  apply(layer: number): void {
    this.#layer = layer;
    this.#facts = this.#layers[layer]!;
    this.#ambiguityCounts = new Map();
    this.#whitedOut.clear();
    this.#lastEnd = -1;
    for (let i = 0; i < this.#facts.entryCount; i++) this.#applyEntry(i);
  }

  finish(): SquashedView {
    return {
      layers: this.#layers,
      entryBases: this.#bases,
      tree: this.#tree,
      shown: this.#shown,
      inodes: this.#inodes,
      hiddenBy: this.#hiddenBy,
      hiddenHow: this.#hiddenHow,
      isCopy: this.#isCopy,
      copies: this.#copies,
      ambiguities: this.#ambiguities,
    };
  }

  #applyEntry(i: number): void {
    const facts = this.#facts;
    const start = i === 0 ? 0 : facts.pathEnds[i - 1]!;
    const end = facts.pathEnds[i]!;
    const kind = facts.kinds[i]!;
    if ((facts.flags[i]! & ENTRY_FLAG.dotDot) !== 0) this.#note('path-with-dots', i);
    if (kind === ENTRY_KIND.invalidWhiteout) return this.#note('invalid-whiteout', i);
    if (kind === ENTRY_KIND.opaque) return this.#applyOpaque(i, start, end);
    if (start === end) return this.#applyRoot(i, kind);

    let base = end;
    while (base > start && facts.pathBytes[base - 1] !== SLASH) base--;
    const isWhiteout = kind === ENTRY_KIND.whiteout;
    const parent = this.#findParent(i, start, base > start ? base - 1 : start, isWhiteout);
    if (parent === NO_NODE) return;
    if (isWhiteout) return this.#applyWhiteout(i, parent, base, end);
    const node = this.#tree.findOrAdd(parent, facts.pathBytes, base, end);
    this.#fitColumns();
    if (kind === ENTRY_KIND.hardlink) return this.#applyHardlink(i, node);
    this.#place(i, node, kind);
  }

  #applyRoot(i: number, kind: number): void {
    if (kind !== ENTRY_KIND.directory) return this.#note('parent-is-no-directory', i);
    if (this.#touched[0] === this.#layer + 1 && this.#isShownByThisLayer(0)) this.#note('duplicate-path', i);
    this.#shown[0] = this.#bases[this.#layer]! + i;
    this.#touched[0] = this.#layer + 1;
  }

  /** Puts entry `i` at `node`; what was there and is no directory merged with is hidden. */
  #place(i: number, node: number, kind: number): void {
    const tree = this.#tree;
    const entry = this.#bases[this.#layer]! + i;
    const before = tree.kinds[node]!;
    if (before !== ABSENT && this.#isShownByThisLayer(node)) this.#note('duplicate-path', i);
    if (kind === ENTRY_KIND.character && this.#isOverlayWhiteout(i)) this.#note('overlay-whiteout-device', i);
    if (kind === ENTRY_KIND.directory && this.#whitedOut.has(node)) this.#note('whiteout-and-entry', i);
    if (before === ENTRY_KIND.directory && kind === ENTRY_KIND.directory) {
      this.#shown[node] = entry;
      return this.#touch(node);
    }
    if (before !== ABSENT) {
      if (before === ENTRY_KIND.file && kind === ENTRY_KIND.file)
        this.#noteCopy(i, entry, this.#inodes[node]!);
      this.#remove(node, HIDDEN_HOW.overwritten);
    }
    tree.kinds[node] = kind;
    this.#shown[node] = entry;
    if (kind !== ENTRY_KIND.directory) {
      this.#inodes[node] = entry;
      this.#nameCounts[entry] = 1;
    }
    if (before !== ABSENT && (before === ENTRY_KIND.directory || before === ENTRY_KIND.symlink))
      this.#forget();
    this.#touch(node);
  }

  #applyHardlink(i: number, node: number): void {
    const tree = this.#tree;
    const entry = this.#bases[this.#layer]! + i;
    if (tree.kinds[node] !== ABSENT && this.#isShownByThisLayer(node)) this.#note('duplicate-path', i);
    const target = this.#findLinkTarget(i);
    const isUsable = target !== NO_NODE && target !== node && tree.kinds[target] !== ENTRY_KIND.directory;
    if (!isUsable || tree.kinds[target] === ABSENT || this.#isBelow(target, node)) {
      this.#hiddenBy[entry] = this.#layer;
      this.#hiddenHow[entry] = HIDDEN_HOW.overwritten;
      return this.#note('hardlink-without-target', i);
    }
    const inode = this.#inodes[target]!;
    if (inode < this.#bases[this.#layer]!) this.#note('hardlink-to-lower-layer', i);
    this.#nameCounts[inode]! += 1;
    if (tree.kinds[node] !== ABSENT) {
      this.#remove(node, HIDDEN_HOW.overwritten);
      this.#forget();
    }
    tree.kinds[node] = tree.kinds[target]!;
    this.#shown[node] = entry;
    this.#inodes[node] = inode;
    this.#touch(node);
  }

  #applyWhiteout(i: number, parent: number, base: number, end: number): void {
    const node = this.#tree.find(parent, this.#facts.pathBytes, base, end);
    if (node === NO_NODE || this.#tree.kinds[node] === ABSENT) return;
    if (this.#touched[node] === this.#layer + 1) {
      this.#note('whiteout-and-entry', i);
      this.#removeLowerBelow(node, HIDDEN_HOW.deleted);
    } else {
      this.#remove(node, HIDDEN_HOW.deleted);
      this.#whitedOut.add(node);
    }
    this.#forget();
  }

  #applyOpaque(i: number, start: number, end: number): void {
    const directory = this.#findParent(i, start, end, true);
    if (directory === NO_NODE) return;
    if (directory === 0) this.#note('opaque-root', i);
    this.#removeLowerBelow(directory, HIDDEN_HOW.opaque);
    this.#forget();
  }

  /** The directory at the path `[start..end]`; for whiteouts NO_NODE where it is not there, else made. */
  #findParent(i: number, start: number, end: number, isWhiteout: boolean): number {
    const bytes = this.#facts.pathBytes;
    if (this.#lastEnd - this.#lastStart === end - start && this.#lastEnd >= 0) {
      let at = 0;
      while (at < end - start && bytes[this.#lastStart + at] === bytes[start + at]) at++;
      if (at === end - start) return this.#lastDirectory;
    }
    const lookup: Lookup = { throughSymlink: false, problem: undefined };
    const directory = findDirectory(
      this.#tree,
      this.#linkOf,
      bytes,
      start,
      end,
      isWhiteout ? undefined : this.#imply,
      lookup,
    );
    if (lookup.problem === 'circle') this.#note('symlink-circle', i);
    if (directory === NO_NODE) return NO_NODE;
    if (lookup.problem === 'no-directory') {
      if (isWhiteout) return NO_NODE;
      this.#note('parent-is-no-directory', i);
    }
    if (lookup.throughSymlink) this.#note(isWhiteout ? 'whiteout-below-symlink' : 'entry-below-symlink', i);
    else if (!this.#isShownByThisLayer(directory) && directory !== 0) this.#note('parent-not-in-layer', i);
    this.#lastStart = start;
    this.#lastEnd = end;
    this.#lastDirectory = directory;
    return directory;
  }

  #findLinkTarget(i: number): number {
    const facts = this.#facts;
    const start = i === 0 ? 0 : facts.linkEnds[i - 1]!;
    const end = facts.linkEnds[i]!;
    let base = end;
    while (base > start && facts.linkBytes[base - 1] !== SLASH) base--;
    const lookup: Lookup = { throughSymlink: false, problem: undefined };
    const parentEnd = base > start ? base - 1 : start;
    const parent = findDirectory(
      this.#tree,
      this.#linkOf,
      facts.linkBytes,
      start,
      parentEnd,
      undefined,
      lookup,
    );
    if (parent === NO_NODE || lookup.problem !== undefined) return NO_NODE;
    return this.#tree.find(parent, facts.linkBytes, base, end);
  }

  /** A directory that no layer has an entry for: engines make it as they go. */
  readonly #imply = (node: number): void => {
    const before = this.#tree.kinds[node]!;
    this.#fitColumns();
    if (before !== ABSENT) this.#remove(node, HIDDEN_HOW.overwritten);
    this.#tree.kinds[node] = ENTRY_KIND.directory;
    this.#shown[node] = NO_ENTRY;
    this.#touch(node);
  };

  readonly #linkOf = (node: number): Uint8Array => {
    const entry = this.#inodes[node]!;
    const layer = this.#layerOf(entry);
    const facts = this.#layers[layer]!;
    const i = entry - this.#bases[layer]!;
    return facts.linkBytes.subarray(i === 0 ? 0 : facts.linkEnds[i - 1]!, facts.linkEnds[i]!);
  };

  /** Hides `node` and all below it. */
  #remove(node: number, how: number): void {
    this.#hide(node, how);
    this.#tree.visitDescendants(node, (below) => {
      if (this.#tree.kinds[below] === ABSENT) return false;
      this.#hide(below, how);
      return true;
    });
  }

  /** Hides what lies below `node`, except what this layer wrote. */
  #removeLowerBelow(node: number, how: number): void {
    this.#tree.visitDescendants(node, (below) => {
      if (this.#tree.kinds[below] === ABSENT) return false;
      if (this.#touched[below] !== this.#layer + 1) this.#hide(below, how);
      return true;
    });
  }

  #hide(node: number, how: number): void {
    if (this.#tree.kinds[node] === ABSENT) return;
    const shown = this.#shown[node]!;
    const isDirectory = this.#tree.kinds[node] === ENTRY_KIND.directory;
    this.#tree.kinds[node] = ABSENT;
    this.#shown[node] = NO_ENTRY;
    if (isDirectory) {
      if (shown !== NO_ENTRY) this.#markHidden(shown, how);
      return;
    }
    const inode = this.#inodes[node]!;
    this.#inodes[node] = NO_ENTRY;
    if (shown !== inode) this.#markHidden(shown, how);
    this.#nameCounts[inode]! -= 1;
    if (this.#nameCounts[inode] === 0) this.#markHidden(inode, how);
  }

  #markHidden(entry: number, how: number): void {
    this.#hiddenBy[entry] = this.#layer;
    this.#hiddenHow[entry] = how;
  }

  #noteCopy(i: number, entry: number, before: number): void {
    const layer = this.#layerOf(before);
    const lower = this.#layers[layer]!;
    if (this.#facts.sizes[i] === 0 || layer === this.#layer) return;
    if (!hasSameContent(this.#facts, i, lower, before - this.#bases[layer]!)) return;
    this.#isCopy[entry] = 1;
    this.#copies.set(before, entry);
  }

  #touch(node: number): void {
    const mark = this.#layer + 1;
    for (let n = node; n !== NO_NODE && this.#touched[n] !== mark; n = this.#tree.parents[n]!)
      this.#touched[n] = mark;
  }

  #isShownByThisLayer(node: number): boolean {
    const shown = this.#shown[node]!;
    return shown !== NO_ENTRY && shown >= this.#bases[this.#layer]!;
  }

  #isOverlayWhiteout(i: number): boolean {
    const at = this.#facts.deviceEntries.indexOf(i);
    return at >= 0 && this.#facts.deviceNumbers[at * 2] === 0 && this.#facts.deviceNumbers[at * 2 + 1] === 0;
  }

  #isBelow(node: number, ancestor: number): boolean {
    for (let n = node; n !== NO_NODE; n = this.#tree.parents[n]!) if (n === ancestor) return true;
    return false;
  }

  /** What a symlink or a directory became may change where a path leads. */
  #forget(): void {
    this.#lastEnd = -1;
  }

  #layerOf(entry: number): number {
    let layer = this.#layer;
    while (this.#bases[layer]! > entry) layer--;
    return layer;
  }

  #note(kind: AmbiguityKind, entry: number): void {
    const count = (this.#ambiguityCounts.get(kind) ?? 0) + 1;
    this.#ambiguityCounts.set(kind, count);
    if (count <= AMBIGUITIES_KEPT) this.#ambiguities.push({ kind, layer: this.#layer, entry });
  }

  #fitColumns(): void {
    const capacity = this.#tree.parents.length;
    if (this.#shown.length >= capacity) return;
    const known = this.#shown.length;
    this.#shown = enlarge(this.#shown, capacity).fill(NO_ENTRY, known);
    this.#inodes = enlarge(this.#inodes, capacity).fill(NO_ENTRY, known);
    this.#touched = enlarge(this.#touched, capacity);
  }
}
