// What the page tells of one image: plain data, picked field by field from the report, so that nothing comes along unasked.
import type { Severity } from '../../checks/finding.ts';
import type { LighterBase, LighterChoice } from '../lighter-report.ts';
import type { FileColumns } from './file-columns.ts';

/** Which image it is. */
export interface PageTarget {
  /** As the user typed it. */
  readonly name: string;
  readonly reference: string;
  readonly digest: string;
  readonly platform: string;
  /** When it was made, as its config states it, or null. */
  readonly created: string | null;
}

/** The image's bytes; `entryBytes = neededBytes + ballastBytes`, and advice and what is ignored lie within needed. */
export interface PageBytes {
  readonly entryBytes: number;
  readonly shippedBytes: number;
  readonly neededBytes: number;
  readonly ballastBytes: number;
  readonly adviceBytes: number;
  readonly ignoredBytes: number;
  readonly ballastByOrigin: { readonly yours: number; readonly inherited: number };
}

/** A limit that the user set. */
export interface PageBudget {
  readonly kind: 'max-ballast' | 'max-size';
  readonly limit: string;
  readonly limitBytes: number;
  readonly actualBytes: number;
  readonly isExceeded: boolean;
}

/** Whether the image passes. */
export interface PageVerdict {
  readonly passes: boolean;
  readonly failOn: string;
  readonly failingCount: number;
  readonly budgets: readonly PageBudget[];
}

/** One layer. */
export interface PageLayer {
  readonly index: number;
  readonly diffId: string;
  readonly instruction: string | null;
  readonly origin: 'yours' | 'inherited';
  readonly entryCount: number;
  readonly entryBytes: number;
  readonly shippedBytes: number;
  readonly hiddenBytes: number;
  readonly neededBytes: number;
  readonly ballastBytes: number;
  readonly adviceBytes: number;
  readonly ballastByCause: Readonly<Record<string, number>>;
}

/** Where a secret is; never what it is. */
export interface PageSecret {
  readonly count: number;
  readonly layers: readonly number[];
  readonly hiddenByInstruction: string | null;
  /** Of those in files: where they begin, and in which member of an archive. */
  readonly offsets: readonly { readonly offsetBytes: number; readonly member: string | null }[];
  /** Of those in the config: `Env NAME`, `history`. */
  readonly places: readonly { readonly place: string; readonly name: string | null }[];
  readonly fingerprints: readonly (string | null)[];
}

/** One finding. */
export interface PageFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly state: 'visible' | 'hidden';
  readonly origin: 'yours' | 'inherited';
  readonly layer: number | null;
  readonly hiddenByLayer: number | null;
  readonly instruction: string | null;
  readonly folder: string;
  /** The largest; `fileCount` says how many there are. */
  readonly paths: readonly { readonly path: string; readonly bytes: number; readonly neededPath?: string }[];
  readonly fileCount: number;
  readonly bytes: number;
  readonly shippedBytes: number;
  readonly packages: readonly string[];
  readonly because: string | null;
  readonly place: string | null;
  readonly secret: PageSecret | null;
  readonly fix: string | null;
  /** Why it does not count; null where it does. */
  readonly ignored: { readonly reason: string; readonly until: string | null } | null;
}

/** One package. */
export interface PagePackage {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly source: string;
  readonly licence: string;
  readonly layer: number;
  readonly state: 'installed' | 'removed';
  readonly bytes: number;
  readonly fileCount: number;
  readonly isAutomatic: boolean | null;
  /** What removing it would free; null where it cannot be removed, or nothing is known of who needs it. */
  readonly frees: { readonly packages: number; readonly bytes: number; readonly dependents: number } | null;
  readonly roles: readonly { readonly role: string; readonly because: string }[];
}

/** A package with what would do its job with less. */
export interface PageLighter {
  readonly name: string;
  readonly version: string;
  readonly freedBytes: number;
  readonly freedPackages: number;
  readonly choices: readonly LighterChoice[];
}

/** What would do the same job with less. */
export interface PageLighterAnswer {
  readonly packages: readonly PageLighter[];
  /** Other tags of the base image; null where they were not compared. */
  readonly base: LighterBase | null;
  /** What could not be answered, and why. */
  readonly notes: readonly string[];
}

/** All that the page tells of one image. */
export interface ImagePage {
  readonly kind: 'image-page';
  /** Plimsoll's version. */
  readonly version: string;
  readonly target: PageTarget;
  readonly base: { readonly reference: string; readonly layerCount: number } | null;
  readonly profile: string;
  readonly verdict: PageVerdict;
  readonly bytes: PageBytes;
  /** Whether what its layers are stored as tells what a pull costs. */
  readonly isPullCostKnown: boolean;
  readonly layers: readonly PageLayer[];
  /** Those that count, largest first; behind them those that are ignored. `findings` of the files counts through both. */
  readonly findings: readonly PageFinding[];
  /** What each rule that found something is called. */
  readonly ruleTitles: Readonly<Record<string, string>>;
  readonly distribution: string | null;
  readonly packages: readonly PagePackage[];
  /** Null where nobody asked. */
  readonly lighter: PageLighterAnswer | null;
  readonly files: FileColumns;
}
