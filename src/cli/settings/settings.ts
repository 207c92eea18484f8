// What plimsoll.yaml says, checked and ready to use.
import type { FailOn } from '../../report/image-report.ts';
import type { SizeLimit } from './parse-size-limit.ts';

/** Findings, or the files of findings, that are known and accepted. */
export interface IgnoreSetting {
  /** A rule id, or a pattern with `*`. */
  readonly rule: string;
  /** A path glob, or null for all files. */
  readonly path: string | null;
  readonly reason: string;
  /** The last day it holds, `YYYY-MM-DD` in UTC, or null. */
  readonly until: string | null;
  /** Where it stands in the file. */
  readonly line: number;
}

export interface Settings {
  /** The file they come from, or null where there is none. */
  readonly file: string | null;
  readonly failOn?: FailOn;
  readonly maxBallast?: SizeLimit;
  readonly maxSize?: SizeLimit;
  readonly base?: string;
  readonly ignore: readonly IgnoreSetting[];
}

export const NO_SETTINGS: Settings = { file: null, ignore: [] };
