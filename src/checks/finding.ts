// A finding: one judgement about an image, as the terminal, JSON and every later format show it (DESIGN sections 2 and 4).

/** `error` and `warning` count for budgets; `advice` is what a user may well decide to keep. */
export type Severity = 'error' | 'warning' | 'advice';

/** One file that a finding is about. */
export interface FindingPath {
  /** Without a leading slash; bytes that are no UTF-8 as `\xNN`. */
  readonly path: string;
  readonly bytes: number;
  /** Of a duplicate: the path of the same content that is counted as needed. */
  readonly neededPath?: string;
}

/** One judgement. Bytes are those of the files named, each counted under one finding only. */
export interface Finding {
  readonly kind: 'finding';
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence without the place. */
  readonly message: string;
  readonly state: 'visible' | 'hidden';
  readonly origin: 'yours' | 'inherited';
  /** The layer that ships the bytes, from 0. */
  readonly layer: number;
  /** The layer that hides them, for hidden ones. */
  readonly hiddenByLayer: number | null;
  /** The build instruction that made the layer, as the image's history has it. */
  readonly instruction: string | null;
  /** The deepest folder that holds all of the files; empty for the root. */
  readonly folder: string;
  /** The largest files first. */
  readonly paths: readonly FindingPath[];
  /** How many files there are, whether named or not. */
  readonly fileCount: number;
  readonly bytes: number;
  /** An estimate: the compressed bytes consumed while the files were read. */
  readonly shippedBytes: number;
  /** Of a package rule: the packages that the files are of, those with the most bytes first; empty for others. */
  readonly packages: readonly string[];
  /** What the packages' roles were decided from; null for other rules. */
  readonly because: string | null;
  /** What to change, one sentence; null where there is nothing to do. */
  readonly fix: string | null;
}
