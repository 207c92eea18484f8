// What a new layer holds, in order, as columns: no object a path. A plan is data; write-layer.ts makes the tar of it.
// Its form is the subset of layers that all engines read alike (docs/decisions/portable-layers.md).
import type { NumberedLayers } from '../contents/view/locate-entry.ts';
import type { PathTree } from '../contents/view/path-tree.ts';
import type { TarItem } from '../oci/tar/write-tar.ts';

/** What a step writes, as a number in `kinds`. */
export const STEP = {
  /** What the entry `sources[step]` is: its kind, attributes and content. */
  entry: 0,
  /** One more name of what the last `entry` step before it wrote; `sources[step]` is the same entry. */
  link: 1,
  /** A folder that no entry describes: 0755 and root's, as engines make it. */
  implied: 2,
  /** The whiteout of the path. */
  whiteout: 3,
  /** What `made` has for the node: content that no layer holds. */
  made: 4,
} as const;

/** A file or folder that is not copied from a layer; small, since it is held in memory. */
export type MadeItem = Omit<TarItem, 'path' | 'content'> & { readonly content?: Uint8Array };

/**
 * A new layer over the entries of a stack. `entry` steps with content come in the order of the stack's entries (layers from
 * the base, entries in tar order), so that each layer is read once.
 */
export interface LayerPlan {
  /** The layers that contents come from, their entries numbered through. */
  readonly stack: NumberedLayers;
  /** The names of all paths. */
  readonly tree: PathTree;
  readonly stepCount: number;
  readonly kinds: Uint8Array;
  /** The path of each step, as a node of the tree; no node comes twice. */
  readonly nodes: Uint32Array;
  /** For `entry` and `link` steps. */
  readonly sources: Uint32Array;
  readonly made: ReadonlyMap<number, MadeItem>;
}
