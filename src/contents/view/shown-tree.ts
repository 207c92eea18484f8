// What shows at each path while layers are merged, and which layer wrote there: the columns of the squashed view and the
// few ways they change.
import { ENTRY_KIND, hasSameContent, type LayerFacts } from '../facts/layer-facts.ts';
import type { ChangeLog } from './change-log.ts';
import { EntryFates } from './entry-fates.ts';
import { linkBytes, locateEntry } from './locate-entry.ts';
import { ABSENT, enlarge, NO_NODE, PathTree } from './path-tree.ts';
import { HIDDEN_HOW, NO_ENTRY } from './squashed-view.ts';

/** The tree of what shows; changes are made for one layer after the other. */
export class ShownTree {
  readonly layers: readonly LayerFacts[];
  readonly entryBases: Uint32Array;
  readonly tree: PathTree;
  readonly fates: EntryFates;
  /** For each node: the entry that shows there, or NO_ENTRY for an implied directory. */
  shown: Uint32Array;
  /** For each node that shows no directory: the entry that holds its content and attributes. */
  inodes: Uint32Array;
  /** The layer being applied, and the through number of its first entry. */
  layer = 0;
  base = 0;
  /** Grows when a symlink or directory went, so that a path may lead elsewhere now. */
  pathChanges = 0;

  /** For each node: the last layer, from 1, that wrote it or something below it. */
  #touched: Uint16Array;
  /** Nodes below which all is this layer's own, so that clearing them again is no work. */
  readonly #cleared = new Set<number>();
  readonly #log: ChangeLog | undefined;

  /** `log` is told of each node before it changes. */
  constructor(layers: readonly LayerFacts[], log?: ChangeLog) {
    this.#log = log;
    this.layers = layers;
    this.entryBases = new Uint32Array(layers.length);
    let total = 0;
    layers.forEach((facts, layer) => {
      this.entryBases[layer] = total;
      total += facts.entryCount;
    });
    this.tree = new PathTree(total + (total >> 5) + 64);
    this.tree.show(0, ENTRY_KIND.directory);
    const capacity = this.tree.parents.length;
    this.shown = new Uint32Array(capacity).fill(NO_ENTRY);
    this.inodes = new Uint32Array(capacity).fill(NO_ENTRY);
    this.#touched = new Uint16Array(capacity);
    this.fates = new EntryFates(total);
  }

  startLayer(layer: number): void {
    this.layer = layer;
    this.base = this.entryBases[layer]!;
    this.#cleared.clear();
    this.pathChanges++;
  }

  /** The child of `parent` with this name, made (as ABSENT) where there is none. */
  findOrAdd(parent: number, bytes: Uint8Array, start: number, end: number): number {
    const node = this.tree.findOrAdd(parent, bytes, start, end);
    this.#fitColumns();
    return node;
  }

  /** Whether an entry of this layer shows at `node`. */
  isOwn(node: number): boolean {
    const shown = this.shown[node]!;
    return shown !== NO_ENTRY && shown >= this.base;
  }

  /** Puts a new file of any kind but directory at `node`, in the place of what was there. */
  place(node: number, kind: number, entry: number): void {
    this.#note(node);
    this.#remove(node, HIDDEN_HOW.overwritten);
    this.tree.show(node, kind);
    this.shown[node] = entry;
    this.inodes[node] = entry;
    this.fates.addName(entry);
    this.#touch(node);
  }

  /** Makes `node` one more name of the file at `target`. */
  link(node: number, target: number, entry: number): void {
    const kind = this.tree.kinds[target]!;
    const inode = this.inodes[target]!;
    this.fates.addName(inode);
    this.#note(node);
    this.#remove(node, HIDDEN_HOW.overwritten);
    this.tree.show(node, kind);
    this.shown[node] = entry;
    this.inodes[node] = inode;
    this.#touch(node);
  }

  /** Puts a directory at `node`; one that is there stays and gets the attributes of `entry`. */
  placeDirectory(node: number, entry: number): void {
    if (this.tree.kinds[node] !== ENTRY_KIND.directory) this.imply(node);
    const before = this.shown[node]!;
    this.#note(node);
    if (before !== NO_ENTRY) this.fates.hide(before, this.layer, HIDDEN_HOW.overwritten);
    this.shown[node] = entry;
    this.#touch(node);
  }

  /** Makes a directory that no layer has an entry for; engines make it as they go. */
  imply(node: number): void {
    this.#fitColumns();
    this.#note(node);
    this.#remove(node, HIDDEN_HOW.overwritten);
    this.tree.show(node, ENTRY_KIND.directory);
    this.#touch(node);
  }

  /** Hides what lower layers have at `node` and below; tells whether this layer wrote there before, which stays. */
  whiteOut(node: number): { readonly hasOwn: boolean } {
    if (this.tree.kinds[node] === ABSENT) return { hasOwn: false };
    const hasOwn = this.#isTouched(node);
    if (hasOwn) {
      this.#hideLowerAttributes(node, HIDDEN_HOW.deleted);
      this.clearLowerBelow(node, HIDDEN_HOW.deleted);
    } else {
      this.#remove(node, HIDDEN_HOW.deleted);
      this.#cleared.add(node);
    }
    return { hasOwn };
  }

  /** Hides what lower layers have below the directory `node`. */
  clearLowerBelow(node: number, how: number): void {
    if (this.#isCleared(node)) return;
    this.#cleared.add(node);
    this.pathChanges++;
    this.tree.clearBelowExcept(
      node,
      (below) => {
        const isOwn = this.#isTouched(below);
        if (isOwn) this.#hideLowerAttributes(below, how);
        return isOwn;
      },
      (below) => !this.#cleared.has(below),
      (below) => this.#hide(below, how),
    );
  }

  /** Notes where the file `entry`, about to take the place of `node`, only repeats what a lower layer has there. */
  noteCopy(node: number, entry: number): void {
    const before = this.inodes[node]!;
    if (this.tree.kinds[node] !== ENTRY_KIND.file || before >= this.base) return;
    const upper = locateEntry(this, entry);
    const lower = locateEntry(this, before);
    if (upper.facts.sizes[upper.i] === 0) return;
    if (hasSameContent(upper.facts, upper.i, lower.facts, lower.i)) this.fates.markCopy(entry, before);
  }

  /** The target of the symlink at `node`. */
  linkOf(node: number): Uint8Array {
    const { facts, i } = locateEntry(this, this.inodes[node]!);
    return linkBytes(facts, i);
  }

  #remove(node: number, how: number): void {
    const kind = this.tree.kinds[node];
    if (kind === ABSENT) return;
    if (kind === ENTRY_KIND.directory || kind === ENTRY_KIND.symlink) this.pathChanges++;
    this.#hide(node, how);
    this.tree.kinds[node] = ABSENT;
    this.tree.clearBelow(node, (below) => this.#hide(below, how));
  }

  #hide(node: number, how: number): void {
    const shown = this.shown[node]!;
    const inode = this.inodes[node]!;
    this.#note(node);
    this.shown[node] = NO_ENTRY;
    this.inodes[node] = NO_ENTRY;
    if (shown !== NO_ENTRY && shown !== inode) this.fates.hide(shown, this.layer, how);
    if (inode !== NO_ENTRY) this.fates.dropName(inode, this.layer, how);
  }

  /** A directory that this layer wrote into stays, but without what a hidden entry said of it. */
  #hideLowerAttributes(node: number, how: number): void {
    const shown = this.shown[node]!;
    if (shown === NO_ENTRY || shown >= this.base || this.tree.kinds[node] !== ENTRY_KIND.directory) return;
    this.fates.hide(shown, this.layer, how);
    this.#note(node);
    this.shown[node] = NO_ENTRY;
  }

  #note(node: number): void {
    this.#log?.note(node, this.tree.kinds[node]!, this.shown[node]!, this.inodes[node]!);
  }

  #isCleared(node: number): boolean {
    if (this.#cleared.size === 0) return false;
    for (let n = node; n !== NO_NODE; n = this.tree.parents[n]!) if (this.#cleared.has(n)) return true;
    return false;
  }

  #isTouched(node: number): boolean {
    return this.#touched[node] === this.layer + 1;
  }

  #touch(node: number): void {
    const mark = this.layer + 1;
    for (let n = node; n !== NO_NODE && this.#touched[n] !== mark; n = this.tree.parents[n]!)
      this.#touched[n] = mark;
  }

  #fitColumns(): void {
    const capacity = this.tree.parents.length;
    const known = this.shown.length;
    if (known >= capacity) return;
    this.shown = enlarge(this.shown, capacity).fill(NO_ENTRY, known);
    this.inodes = enlarge(this.inodes, capacity).fill(NO_ENTRY, known);
    this.#touched = enlarge(this.#touched, capacity);
  }
}
