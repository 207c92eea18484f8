// Stacks of layers that engines are known to read in different ways, with what the view must show and why.
// Notation: `f=text` a file, `d/` a directory, `d/~` one that no entry describes, `l->t` a symlink, `p|` a fifo, `c%1:3` a
// device, `#0` names of one file, `[700] <1000:5> {user.a}` what is not ordinary, `/` the root where an entry describes it.
import type { AmbiguityKind } from '../../../src/contents/view/squashed-view.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';

export interface LayerCase {
  readonly name: string;
  /** From the base. */
  readonly layers: readonly (readonly TarItem[])[];
  /** What the view shows. */
  readonly shows: string;
  /** What overlay2 shows where that is something else, or `refused`. */
  readonly overlay?: string;
  /** Whether overlay2 also shows another time, which the notation leaves out. */
  readonly differsInTime?: boolean;
  /** What these engines show where that is something else, or `refused`. */
  readonly umoci?: string;
  readonly buildah?: string;
  /** What is noted, of all layers, in the order of the alphabet. */
  readonly ambiguities?: readonly AmbiguityKind[];
  /** The words of layer.md that decide, where engines differ. */
  readonly spec?: string;
}

// The words of layer.md.
export const LOWER_ONLY =
  'Whiteout files MUST only apply to resources in lower/parent layers. Files that are present in the same layer as a ' +
  'whiteout file can only be hidden by whiteout files in subsequent layers.';
export const NO_DUPLICATES = 'Layer Changesets ... MUST NOT include duplicate entries for file paths';
export const LIKE_TAR =
  'In the absence of any whiteout files in a layer changeset, the archive is extracted like a regular tar archive.';
export const MAY_FAIL = 'Extracting a layer with hardlink references to files outside of the layer may fail.';
export const REPLACED =
  "If the entry and the existing path are both directories, then the existing path's attributes MUST be replaced by those " +
  'of the entry in the changeset.';
export const ONLY_CHANGES = 'A tar archive is then created which contains only this changeset';
export const TO_BE_DELETED = 'a special filename that signifies a path should be deleted';
export const SIBLINGS = 'all siblings are hidden in the lower layer';
