// The squashed view: what an image shows, and for each entry of each layer whether it still shows and what hid it.
import type { LayerFacts } from '../facts/layer-facts.ts';
import { decodeBytes } from '../facts/layer-facts.ts';
import type { PathTree } from './path-tree.ts';

/** No entry: what shows is a directory that no layer has an entry for. */
export const NO_ENTRY = 0xffffffff;
/** In `hiddenBy`: the entry still shows. */
export const VISIBLE = 0xffff;
/** More layers than this are refused; engines stop at 127 to 500. */
export const LAYER_COUNT_LIMIT = 4096;

/** How an entry came to be hidden, as a number in `hiddenHow`. */
export const HIDDEN_HOW = {
  none: 0,
  /** Another entry at its path, or where one of its parents was. */
  overwritten: 1,
  /** A whiteout of it or of one of its parents. */
  deleted: 2,
  /** An opaque marker on one of its parents. */
  opaque: 3,
} as const;

/** Something in a layer that engines read in different ways, or refuse. */
export type AmbiguityKind =
  | 'whiteout-and-entry'
  | 'entry-below-symlink'
  | 'entry-below-dangling-symlink'
  | 'whiteout-below-symlink'
  | 'opaque-root'
  | 'hardlink-to-lower-layer'
  | 'hardlink-without-target'
  | 'hardlink-attributes'
  | 'duplicate-path'
  | 'parent-is-no-directory'
  | 'parent-not-in-layer'
  | 'root-entry'
  | 'invalid-whiteout'
  | 'overlay-whiteout-device'
  | 'overlay-xattr'
  | 'symlink-circle'
  | 'path-with-dots';

/** One such place: the entry that makes it. */
export interface Ambiguity {
  readonly kind: AmbiguityKind;
  readonly layer: number;
  /** Index of the entry within its layer. */
  readonly entry: number;
}

/**
 * The view of a stack of layers. Entries of all layers are numbered through, base first: entry `i` of layer `k` is
 * `entryBases[k] + i`. Names of one hard link group share their `inodes` value: the entry that holds the content.
 */
export interface SquashedView {
  readonly layers: readonly LayerFacts[];
  readonly entryBases: Uint32Array;
  readonly tree: PathTree;
  /** For each node: the entry that shows there, or NO_ENTRY for an implied directory. */
  readonly shown: Uint32Array;
  /** For each node that shows no directory: the entry that holds its content and attributes. */
  readonly inodes: Uint32Array;
  /** For each entry: the layer that hid it, or VISIBLE. A file shows as long as one of its names does. */
  readonly hiddenBy: Uint16Array;
  readonly hiddenHow: Uint8Array;
  /**
   * For each entry that only repeats the content its path had just before, so that nothing but attributes changed: the entry
   * that had it, which is a lower number. NO_ENTRY for others; null where there is no such entry at all.
   */
  readonly copiedFrom: Uint32Array | null;
  readonly ambiguities: readonly Ambiguity[];
}

/** Beyond Linux's PATH_MAX, where only crafted symlinks lead, a path is its end. */
const PATH_LIMIT_BYTES = 4096;

/** The path of a node as text, without a leading slash; bytes that are no UTF-8 as `\xNN`. */
export function nodePath(view: { readonly tree: PathTree }, node: number): string {
  const path = view.tree.pathBytes(node, PATH_LIMIT_BYTES);
  return decodeBytes(path, 0, path.length);
}
