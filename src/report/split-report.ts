// What `plimsoll dockerfile split` tells: the form with two stages, or why there is none, and what was built of it.

/** A measured image. */
export interface SplitMeasure {
  readonly entryBytes: number;
  readonly shippedBytes: number;
  /** Your findings by severity. */
  readonly findings: { readonly error: number; readonly warning: number; readonly advice: number };
  /** By the id of the rule: what serves building alone. */
  readonly buildBytes: Readonly<Record<string, number>>;
  /** By the id of the rule: what goes without a second stage. */
  readonly ballastBytes: Readonly<Record<string, number>>;
}

/** How a command ended in one of the two. */
export interface SplitRun {
  /** Null where time ran out: it was still running. */
  readonly exitCode: number | null;
  /** The last line that it said. */
  readonly said: string;
}

/** One command in both images. */
export interface SplitTrial {
  readonly command: string;
  readonly development: SplitRun;
  readonly production: SplitRun;
  readonly passes: boolean;
}

/** What was built to prove it. */
export interface SplitVerification {
  readonly engine: string;
  readonly development: SplitMeasure;
  /** Null where there is no production to build. */
  readonly production: SplitMeasure | null;
  /** Why production could not be built. */
  readonly failure: string | null;
  readonly start: SplitTrial | null;
  readonly smoke: SplitTrial | null;
  readonly passes: boolean;
}

/** What production is built on. */
export interface SplitBase {
  readonly kind: 'scratch' | 'official' | 'distribution' | 'given';
  readonly from: string;
  readonly packages: readonly string[];
  /** Sonames of libraries that are copied. */
  readonly libraries: readonly string[];
}

/** The whole answer. */
export interface SplitReport {
  readonly kind: 'split-report';
  readonly dockerfile: string;
  readonly outcome: 'split' | 'no-gain' | 'unknown';
  readonly language: string | null;
  /** Why there is no split, or what to do; null for a split. */
  readonly reason: string | null;
  readonly hint: string | null;
  readonly base: SplitBase | null;
  /** Paths that production takes of the stage before. */
  readonly copies: readonly string[];
  /** The whole new file. */
  readonly text: string | null;
  /** What is added to the old one. */
  readonly added: readonly string[];
  /** Where it was written. */
  readonly writtenTo: string | null;
  readonly notes: readonly string[];
  /** Whether a built image told it, or the file alone. */
  readonly isFromImage: boolean;
  /** The image that was given or built from the file as it is. */
  readonly measured: SplitMeasure | null;
  readonly verification: SplitVerification | null;
}
