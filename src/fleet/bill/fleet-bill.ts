// What rewriting images does to the fleet that they are in: the same figures before and after, in both views.
import type { Amount } from '../storage/fleet-storage.ts';

/** An amount before a rewrite and after it. */
export interface Change {
  readonly before: number;
  readonly after: number;
}

/** The bill; all bytes are of layers. */
export interface FleetBill {
  readonly kind: 'fleet-bill';
  /** Images of the fleet. */
  readonly imageCount: number;
  /** Names, in the fleet, of the images that were rewritten; of one that is not in the fleet, the name that was typed. */
  readonly rewritten: readonly string[];
  /** How many of the rewritten images the fleet did not have; they are billed as if it had. */
  readonly newcomers: number;
  /** Images that shared layers with any of the rewritten ones, those themselves left out. */
  readonly siblingCount: number;
  /** Registry: bytes of layers that the rewritten images and others had together. */
  readonly sharedBytes: Change;
  /** Registry: bytes that were shared with others, and are now in layers of the rewritten images alone. */
  readonly privatisedBytes: number;
  readonly registry: {
    /** Each blob of the fleet once; after: with the old images deleted. */
    readonly now: Change;
    /** What is pushed now, and stays beside the old images until they are deleted. */
    readonly pushedBytes: number;
    /** What a release pushes that changes what is the rewritten images' own. */
    readonly perRelease: Change;
    readonly basis: Amount['basis'];
  };
  readonly node: {
    /** A node that runs all images: each chainId once, unpacked. */
    readonly now: Change;
    /** What such a node unpacks at a release. */
    readonly perRelease: Change;
    readonly basis: Amount['basis'];
  };
}
