// A finding of a whole fleet: told once, however many images have it.
import type { Finding } from '../../checks/finding.ts';

/** The layer that brought what a finding is about. */
export interface FindingLayer {
  readonly diffId: string;
  readonly digest: string | null;
  /** The image of the fewest layers that has the layer: where to change something. */
  readonly image: string;
  /** Its place in that image, from 0. */
  readonly index: number;
  readonly instruction: string | null;
}

/** Which images have a finding, and how it stands in each. */
export interface FindingReach {
  readonly imageCount: number;
  /** The first of them. */
  readonly names: readonly string[];
  /** Images in which at least some of it shows. */
  readonly visibleIn: number;
  /** Images whose upper layers hide all of it, and ship it all the same. */
  readonly hiddenIn: number;
  /** Images in which it counts as theirs. */
  readonly yoursIn: number;
  /** Images whose base, as far as it was named, brings it. */
  readonly inheritedIn: number;
  /** Images that fail for it. */
  readonly failingIn: number;
}

/** One finding of a fleet. */
export interface FleetFinding {
  /** As the image has it in which it is largest; of the severest severity that any image gives it. */
  readonly finding: Finding;
  /** Null for what stands in configs and belongs to no layer. */
  readonly layer: FindingLayer | null;
  readonly images: FindingReach;
  /** Why it is ignored and until when; null where it is not. */
  readonly ignored: { readonly reason: string; readonly until: string | null } | null;
}
