// The hierarchy of a fleet as it is: which image stands on which, how that is known, and where images should share but do not.

import type { EqualSizeGroup } from './find-equal-sizes.ts';
import type { OlderBase } from './find-older-bases.ts';
import type { ContentGroup } from './group-contents.ts';

/** What tells that an image stands on another: its layers, the digest or the name recorded as its base, its Dockerfile. */
export type Evidence = 'layers' | 'base-digest' | 'base-name' | 'dockerfile';

/** One image in its place. All numbers are positions in the fleet's images. */
export interface TreeImage {
  readonly image: number;
  readonly parent: number | null;
  /** All that tell of the parent; empty where there is none. */
  readonly evidence: readonly Evidence[];
  /** From 1, which has no parent in the fleet. */
  readonly depth: number;
  /** Layers on top of the parent's. */
  readonly ownLayers: number;
  readonly ownBytes: number;
  /** Images that stand on it, directly or not. */
  readonly descendants: number;
  /** The base outside the fleet, as recorded or in the Dockerfile; null where there is a parent or nobody says. */
  readonly outsideBase: string | null;
  /** Images of the fleet and outside it that further stages of its Dockerfile take from. */
  readonly builtWith: readonly string[];
}

/** The hierarchy, and what it could share. */
export interface FleetTree {
  readonly kind: 'fleet-tree';
  readonly images: readonly TreeImage[];
  /** How many images are at depth 1, 2, and so on. */
  readonly depths: readonly number[];
  readonly edges: number;
  readonly olderBases: readonly OlderBase[];
  /** A hint only: large layers of one size that differ. What facts tell of them is in `contents`. */
  readonly equalSizes: {
    readonly groups: readonly EqualSizeGroup[];
    /** Layers that would go if equal sizes were equal contents. */
    readonly layers: number;
    readonly bytes: number;
  };
  /** Null where the layers were not read. */
  readonly contents: readonly ContentGroup[] | null;
  /** What could not be found out, and why. */
  readonly notes: readonly string[];
}
