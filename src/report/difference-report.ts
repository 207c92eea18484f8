// What every format shows of two images side by side: plain data, worked out once. A and B are the images as the user named
// them, in their order; what grew or came is more in B.
import type { Finding } from '../checks/finding.ts';
import type { FindingDifference } from '../checks/judging/compare-findings.ts';
import type { ConfigDifference } from '../contents/compare/compare-configs.ts';
import type { LayerComparison } from '../contents/compare/compare-layers.ts';
import type { PackageDifference } from '../contents/compare/compare-packages.ts';
import type { FileComparison } from '../contents/compare/file-difference.ts';
import type { ImageReport } from './image-report.ts';

/** What makes a comparison fail. */
export type DifferenceFailOn = 'never' | 'growth' | 'findings';

/** One of the two images; `entryBytes = packagedBytes + otherBytes + hiddenBytes`. */
export interface ComparedTarget extends Pick<ImageReport, 'target' | 'base' | 'layers'> {
  readonly entryBytes: number;
  readonly shippedBytes: number;
  /** Visible files that an installed package has. */
  readonly packagedBytes: number;
  /** Visible files that no package has. */
  readonly otherBytes: number;
  /** Shipped, and not to be seen. */
  readonly hiddenBytes: number;
  readonly ballastBytes: number;
  /** Whether what its layers are stored as tells what a pull costs. */
  readonly isPullCostKnown: boolean;
  /** Metadata that could not be read, so that packages may be missing. */
  readonly unread: ImageReport['inventory']['unread'];
}

/** How much B may be larger than A. */
export interface GrowthVerdict {
  /** As the user wrote it; `0` for none. */
  readonly limit: string;
  readonly limitBytes: number;
  /** B's entry bytes less A's; negative where B is smaller. */
  readonly actualBytes: number;
  readonly isExceeded: boolean;
}

/** Whether the comparison passes, and why not. */
export interface DifferenceVerdict {
  readonly passes: boolean;
  readonly failOn: DifferenceFailOn;
  /** Null where growth was not to be judged. */
  readonly growth: GrowthVerdict | null;
  /** Rules of which B has findings of its own at warning or above and A has none; null where that was not to be judged. */
  readonly failingRules: readonly string[] | null;
}

/** All that is reported of two images. */
export interface DifferenceReport {
  readonly kind: 'difference-report';
  readonly a: ComparedTarget;
  readonly b: ComparedTarget;
  readonly layers: LayerComparison;
  readonly packages: readonly PackageDifference[];
  readonly files: FileComparison;
  readonly config: readonly ConfigDifference[];
  readonly findings: readonly FindingDifference[];
  /** Those of B that A has not, one by one, and those of A that B has not. */
  readonly newFindings: readonly Finding[];
  readonly goneFindings: readonly Finding[];
  readonly verdict: DifferenceVerdict;
}
