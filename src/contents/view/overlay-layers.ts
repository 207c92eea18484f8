// The second way engines apply layers: each one unpacked alone, all of them merged by overlayfs (Docker's overlay2; kernel,
// Documentation/filesystems/overlayfs.rst): directories merge until one below is opaque or none, the topmost one's
// attributes show, and anything else hides what is below.
import { ENTRY_KIND, type LayerFacts } from '../facts/layer-facts.ts';
import type { FileAttributes } from './changed-attributes.ts';
import { ABSENT, enlarge, NO_NODE, PathTree } from './path-tree.ts';
import { SoloLayer } from './solo-layer.ts';
import { NO_ENTRY } from './squashed-view.ts';

/** What overlayfs shows, in columns as those of the squashed view. */
export interface OverlayView {
  readonly tree: PathTree;
  /** For each node: the entry that shows there, or NO_ENTRY for a directory made on the way (0755, root's) and the root. */
  readonly shown: Uint32Array;
  readonly inodes: Uint32Array;
  /** For each node: the topmost layer with something there, a whiteout included. */
  readonly decidedBy: Uint16Array;
  /** Files that differ from what their own entries say, by the entry that holds their content. */
  readonly changed: ReadonlyMap<number, FileAttributes>;
  /** Layers that the engine refuses; what they show is then nobody's truth. */
  readonly refused: ReadonlySet<number>;
}

/** Unpacks each layer alone and merges them. */
export function overlayLayers(layers: readonly LayerFacts[], entryBases: Uint32Array): OverlayView {
  const merger = new OverlayMerger(layers.reduce((total, { entryCount }) => total + entryCount, 0));
  layers.forEach((facts, layer) => {
    merger.add(new SoloLayer(facts), layer, entryBases[layer]!);
  });
  return merger;
}

class OverlayMerger implements OverlayView {
  readonly tree: PathTree;
  readonly changed = new Map<number, FileAttributes>();
  readonly refused = new Set<number>();
  shown: Uint32Array;
  inodes: Uint32Array;
  decidedBy: Uint16Array;

  constructor(entryCount: number) {
    this.tree = new PathTree(entryCount + (entryCount >> 5) + 64);
    this.tree.show(0, ENTRY_KIND.directory);
    const capacity = this.tree.parents.length;
    this.shown = new Uint32Array(capacity).fill(NO_ENTRY);
    this.inodes = new Uint32Array(capacity).fill(NO_ENTRY);
    this.decidedBy = new Uint16Array(capacity);
  }

  add(solo: SoloLayer, layer: number, base: number): void {
    const upper = solo.tree;
    const places = new Int32Array(upper.nodeCount).fill(NO_NODE);
    places[0] = 0;
    for (let n = 1; n < upper.nodeCount; n++) {
      const kind = upper.kinds[n]!;
      if (kind === ABSENT) continue;
      const parent = places[upper.parents[n]!]!;
      const node = this.tree.findOrAdd(parent, upper.names, upper.nameStart(n), upper.nameEnds[n]!);
      this.#fitColumns();
      places[n] = node;
      this.decidedBy[node] = layer;
      if (kind !== ENTRY_KIND.directory || solo.opaque[n] === 1 || this.tree.kinds[node] !== kind)
        this.#remove(node, layer);
      if (kind === ENTRY_KIND.whiteout) continue;
      if (this.tree.kinds[node] === ABSENT) this.tree.show(node, kind);
      this.shown[node] = solo.shown[n] === NO_ENTRY ? NO_ENTRY : base + solo.shown[n]!;
      this.inodes[node] = kind === ENTRY_KIND.directory ? NO_ENTRY : base + solo.inodes[n]!;
    }
    for (const [inode, attributes] of solo.changed.all) this.changed.set(base + inode, attributes);
    if (solo.isRefused) this.refused.add(layer);
  }

  #remove(node: number, layer: number): void {
    if (this.tree.kinds[node] === ABSENT) return;
    this.tree.kinds[node] = ABSENT;
    this.tree.clearBelow(node, (below) => {
      this.decidedBy[below] = layer;
    });
  }

  #fitColumns(): void {
    const capacity = this.tree.parents.length;
    const known = this.shown.length;
    if (known >= capacity) return;
    this.shown = enlarge(this.shown, capacity).fill(NO_ENTRY, known);
    this.inodes = enlarge(this.inodes, capacity).fill(NO_ENTRY, known);
    this.decidedBy = enlarge(this.decidedBy, capacity);
  }
}
