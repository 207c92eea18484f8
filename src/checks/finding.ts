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

/** Where a secret lies in a file; in an archive, in its member. */
export interface SecretOffset {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  /** Members from the outermost archive inwards, joined by `!/`, or null. */
  readonly member: string | null;
}

/** What a finding tells of a secret beside what all findings tell; never its value, nor anything that is derived from it. */
export interface FoundSecret {
  /** How many of the kind are in the file. */
  readonly count: number;
  /** Where the first of them are; empty for those of the config. */
  readonly offsets: readonly SecretOffset[];
  /** The file's index in its layer, or null for those of the config. */
  readonly entry: number | null;
  /** All layers that ship it: the finding's own, and those that ship the file again with other attributes. */
  readonly layers: readonly number[];
  /** The build instruction that hid it, for hidden ones. */
  readonly hiddenByInstruction: string | null;
  /** All places of the config that have it: as the config spells them, with the variable or label and the step of the history. */
  /** In the order of the offsets; for the config the one of the value. Only where they were asked for; null where one is missing. */
  readonly fingerprints?: readonly (string | null)[];
  readonly places: readonly {
    readonly place: string;
    readonly name: string | null;
    readonly step: number | null;
  }[];
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
  /** The layer that ships the bytes, from 0; null for what stands in the config and belongs to no layer. */
  readonly layer: number | null;
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
  /** Of a secret in the config: `Env`, `Labels`, `history`, `Cmd`; null for all else. */
  readonly place: string | null;
  /** Of a secret: where it is in full; null for other rules. */
  readonly secret: FoundSecret | null;
  /** What to change, one sentence; null where there is nothing to do. */
  readonly fix: string | null;
}
