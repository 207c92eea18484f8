// What the page tells of a fleet's findings: each once, at the layer that brought it, with the images that have it.
import type { Severity } from '../../../checks/finding.ts';

/** The verdict on the images, and the findings. */
export interface FleetPageCheck {
  readonly passes: boolean;
  readonly failOn: string;
  readonly failingFindings: number;
  readonly failingImages: number;
  /** By image position; null where an image could not be read. */
  readonly images: readonly ({ readonly passes: boolean; readonly ballastBytes: number } | null)[];
  /** The largest first; those that are ignored behind the others. */
  readonly findings: readonly FleetPageFinding[];
  readonly errors: readonly { readonly name: string; readonly message: string }[];
}

/** One finding; of a secret its place and fingerprint at most, never what it is. */
export interface FleetPageFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly bytes: number;
  readonly shippedBytes: number;
  readonly fileCount: number;
  readonly folder: string;
  /** Some of the largest. */
  readonly paths: readonly { readonly path: string; readonly bytes: number }[];
  readonly packages: readonly string[];
  readonly place: string | null;
  readonly fingerprints: readonly string[];
  readonly because: string | null;
  readonly fix: string | null;
  /** The layer that brought it, where the page has it; null for what stands in configs. */
  readonly layer: number | null;
  /** Where that layer is mended. */
  readonly home: {
    readonly image: string;
    readonly index: number;
    readonly instruction: string | null;
  } | null;
  readonly images: readonly number[];
  readonly imageCount: number;
  readonly hiddenIn: number;
  readonly inheritedIn: number;
  readonly failingIn: number;
  readonly ignored: { readonly reason: string; readonly until: string | null } | null;
}
