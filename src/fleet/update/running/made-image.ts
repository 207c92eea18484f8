// What making one image for one platform gave: the record that a step keeps under its build key.
import type { Digest } from '../../../oci/bytes/digest.ts';

/** Of `cut-off`: it was rebuilt, its content is that of the image before, and that image stays. */
export type MadeHow = 'left' | 'rebased' | 'rebuilt' | 'cut-off';

/** One image for one platform, as those above it see it. Plain JSON: it is stored. */
export interface MadeImage {
  /** The manifest's digest that stands from now on; the one of before where it was cut off or left. */
  readonly digest: Digest;
  /** Where it can be pulled: `REPOSITORY@DIGEST`. */
  readonly reference: string;
  readonly how: MadeHow;
  /** Volatile paths that were set aside: by the comparison where it was cut off, by the verdict where it was rebased. */
  readonly setAside?: readonly string[];
  /** Why it was not rebased, or what of its content differs from the one before; for people. */
  readonly notes?: readonly string[];
  /** Package indexes that its own packages are from, by URL; null where that is not known. Left out where nothing was built. */
  readonly packages?: Readonly<Record<string, string | null>>;
  readonly seconds: number;
  readonly pushedBytes: number;
  /** ISO 8601. */
  readonly at: string;
}
