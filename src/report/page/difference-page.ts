// What the page tells of two images side by side: plain data, picked field by field from the comparison. A is the image that
// was, B the one that is; what grew is more in B.
import type { PageTarget } from './image-page.ts';

/** One of the two; `entryBytes = packagedBytes + otherBytes + hiddenBytes`. */
export interface PageSide {
  readonly target: PageTarget;
  readonly base: string | null;
  readonly entryBytes: number;
  readonly shippedBytes: number;
  readonly packagedBytes: number;
  readonly otherBytes: number;
  readonly hiddenBytes: number;
  readonly ballastBytes: number;
  readonly layers: readonly PageSideLayer[];
}

/** A layer of one of them. */
export interface PageSideLayer {
  readonly index: number;
  readonly instruction: string | null;
  readonly entryBytes: number;
  readonly shippedBytes: number;
  /** The index of the same layer in the other image, or null. */
  readonly inOther: number | null;
}

/** What both cost together. */
export interface PagePair {
  readonly inA: number;
  readonly inB: number;
  readonly together: number;
}

/** A package that differs. */
export interface PagePackageDifference {
  readonly type: string;
  readonly name: string;
  readonly change: 'added' | 'removed' | 'version' | 'copies' | 'files';
  readonly bytesInA: number;
  readonly bytesInB: number;
  readonly versionsInA: readonly string[];
  readonly versionsInB: readonly string[];
}

/** Files of no package that differ, as a folder or a single one. */
export interface PageFileGroup {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'type' | 'content';
  readonly fileCount: number;
  readonly bytesInA: number;
  readonly bytesInB: number;
}

/** One path that differs. */
export interface PagePathDifference {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'type' | 'content' | 'attributes';
  readonly attributes: readonly string[];
  readonly bytesInA: number;
  readonly bytesInB: number;
  /** The package URL of the package that has it, in B where it is there. */
  readonly package: string | null;
}

/** A field of the config that differs. Likely secrets are withheld. */
export interface PageConfigDifference {
  readonly field: string;
  readonly name: string | null;
  readonly valueInA: string | null;
  readonly valueInB: string | null;
}

/** A rule whose findings differ. */
export interface PageFindingDifference {
  readonly rule: string;
  readonly tier: 'ballast' | 'advice';
  readonly change: 'new' | 'gone' | 'grown' | 'shrunk' | 'changed';
  readonly message: string;
  readonly bytesInA: number;
  readonly bytesInB: number;
  readonly pathsInA: number;
  readonly pathsInB: number;
}

/** All that the page tells of two images. */
export interface DifferencePage {
  readonly kind: 'difference-page';
  /** Plimsoll's version. */
  readonly version: string;
  readonly a: PageSide;
  readonly b: PageSide;
  readonly sharedFromBase: number;
  /** In a registry: compressed where that is known of both, else as entry bytes. */
  readonly registry: PagePair & { readonly isCompressed: boolean };
  readonly node: PagePair;
  readonly packages: readonly PagePackageDifference[];
  readonly groups: readonly PageFileGroup[];
  readonly groupCount: number;
  readonly paths: readonly PagePathDifference[];
  readonly pathCount: number;
  readonly config: readonly PageConfigDifference[];
  readonly findings: readonly PageFindingDifference[];
}
