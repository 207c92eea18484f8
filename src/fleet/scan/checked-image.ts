// What the fleet's check is told of one image that was judged.
import type { Finding } from '../../checks/finding.ts';

/** One layer of a judged image. */
export interface CheckedLayer {
  readonly diffId: string;
  /** The blob's; null where the image's place has no manifest. */
  readonly digest: string | null;
  /** The build instruction that made it, or null. */
  readonly instruction: string | null;
  readonly shippedBytes: number;
  readonly tarBytes: number;
}

/** A finding that settings say not to count. */
export interface AcceptedFinding {
  readonly finding: Finding;
  readonly reason: string;
  /** The last day on which it is ignored, `YYYY-MM-DD`, or null. */
  readonly until: string | null;
}

/** One image, judged alone. */
export interface CheckedImage {
  /** Unique in its fleet, as a user can type it. */
  readonly name: string;
  /** Bottom first. */
  readonly layers: readonly CheckedLayer[];
  readonly findings: readonly Finding[];
  readonly ignored: readonly AcceptedFinding[];
  /** Tells findings in configs apart, as `traceConfig` does. */
  readonly trace: (finding: Finding) => string;
}
