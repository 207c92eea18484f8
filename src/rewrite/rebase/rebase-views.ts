// The three file systems that a rebase is about: the image's, its old base's and the new base's, path by path.
import { EntryComparer } from '../../contents/compare/compare-entries.ts';
import { type PathPairs, pairPaths } from '../../contents/compare/pair-paths.ts';
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { ABSENT, NO_NODE } from '../../contents/view/path-tree.ts';
import { squashLayers } from '../../contents/view/squash-layers.ts';
import { NO_ENTRY, nodePath, type SquashedView } from '../../contents/view/squashed-view.ts';

/** What the application's layers did to one path. */
export interface PathChange {
  readonly kind: 'written' | 'deleted';
  readonly path: string;
  /** Nodes of the three trees, or NO_NODE. */
  readonly inImage: number;
  readonly inOld: number;
  readonly inNew: number;
}

/** The views side by side. */
export class RebaseViews {
  readonly image: SquashedView;
  readonly old: SquashedView;
  readonly new: SquashedView;
  /** Entries of the image numbered from here on are the application's. */
  readonly firstOwnEntry: number;
  readonly #oldOfImage: Int32Array;
  readonly #imageOfOld: Int32Array;
  readonly #newOfOld: Int32Array;
  readonly #newOfImage: Int32Array;
  readonly #oldOfNew: Int32Array;
  readonly #oldToNew: EntryComparer;
  readonly #imageToNew: EntryComparer;
  readonly #imageToOld: EntryComparer;

  /** `baseLayerCount` of the image's lowest layers are the old base's. */
  constructor(image: SquashedView, baseLayerCount: number, newBase: SquashedView) {
    this.image = image;
    this.new = newBase;
    this.old = squashLayers(image.layers.slice(0, baseLayerCount));
    this.firstOwnEntry = image.entryBases[baseLayerCount] ?? image.hiddenBy.length;
    const toOld: PathPairs = pairPaths(image.tree, this.old.tree);
    const toNew: PathPairs = pairPaths(this.old.tree, newBase.tree);
    this.#oldOfImage = toOld.inB;
    this.#imageOfOld = toOld.inA;
    this.#newOfOld = toNew.inB;
    this.#oldOfNew = toNew.inA;
    this.#newOfImage = pairPaths(image.tree, newBase.tree).inB;
    this.#oldToNew = new EntryComparer(this.old, newBase);
    this.#imageToNew = new EntryComparer(image, newBase);
    this.#imageToOld = new EntryComparer(image, this.old);
  }

  /** Whether the application's layers wrote what the image shows at a node. */
  isOwn(node: number): boolean {
    const shown = this.image.shown[node]!;
    return shown !== NO_ENTRY && shown >= this.firstOwnEntry;
  }

  /** All paths that the application's layers changed: written ones, then the topmost of what is gone. */
  *listChanges(): Generator<PathChange> {
    const { image, old } = this;
    for (let node = 0; node < image.tree.nodeCount; node++) {
      if (image.tree.kinds[node] === ABSENT || !this.isOwn(node)) continue;
      const inOld = this.#oldOfImage[node]!;
      const inNew = this.#newOfImage[node]!;
      yield { kind: 'written', path: nodePath(image, node), inImage: node, inOld, inNew };
    }
    for (let node = 1; node < old.tree.nodeCount; node++) {
      if (old.tree.kinds[node] === ABSENT || this.#imageOfOld[node] !== NO_NODE) continue;
      const parent = this.#imageOfOld[old.tree.parents[node]!]!;
      if (parent === NO_NODE) continue;
      const path = nodePath(old, node);
      yield { kind: 'deleted', path, inImage: NO_NODE, inOld: node, inNew: this.#newOfOld[node]! };
    }
  }

  /** Bits of DIFFERS between the old and the new base at a path that both have. */
  compareBases({ inOld, inNew }: PathChange): number {
    return this.#oldToNew.compare(inOld, inNew);
  }

  /** Bits of DIFFERS between what the image and the new base show. */
  compareWithNew({ inImage, inNew }: PathChange): number {
    return this.#imageToNew.compare(inImage, inNew);
  }

  /** Bits of DIFFERS between what the image and the old base show. */
  compareWithOld({ inImage, inOld }: PathChange): number {
    return this.#imageToOld.compare(inImage, inOld);
  }

  /** Paths that the new base has below a folder of the old one, and the old one has not; at most `limit`. */
  listGrown({ inNew }: PathChange, limit: number): readonly string[] {
    const grown: string[] = [];
    const { tree } = this.new;
    const nodes = [inNew];
    for (let node = nodes.pop(); node !== undefined && grown.length < limit; node = nodes.pop()) {
      if (node !== inNew && this.#oldOfNew[node] === NO_NODE) grown.push(nodePath(this.new, node));
      for (let child = tree.firstChildren[node]!; child !== NO_NODE; child = tree.nextSiblings[child]!)
        if (tree.kinds[child] !== ABSENT) nodes.push(child);
    }
    return grown;
  }

  /** The folder that a path is in, where only the old base brought it and the new base has none. */
  findLostParent({ inImage }: PathChange): string | undefined {
    const parent = this.image.tree.parents[inImage]!;
    const isOfOld = parent > 0 && !this.isOwn(parent) && this.#oldOfImage[parent] !== NO_NODE;
    const isLost = isOfOld && this.#newOfImage[parent] === NO_NODE;
    return isLost ? nodePath(this.image, parent) : undefined;
  }

  /** Whether a node is a folder. */
  isFolder(view: SquashedView, node: number): boolean {
    return node !== NO_NODE && view.tree.kinds[node] === ENTRY_KIND.directory;
  }
}
