// The options of the commands about images, as commander hands them over.
import type { Profile } from '../checks/profile.ts';
import type { RuleGroup } from '../checks/rule-group.ts';
import type { DifferenceFailOn } from '../report/difference-report.ts';
import type { FailOn } from '../report/image-report.ts';
import type { SizeLimit } from './settings/parse-size-limit.ts';

/** What all of them have. */
export interface SharedFlags {
  readonly base?: string;
  readonly config?: string;
  readonly profile?: Profile;
  readonly rules?: readonly RuleGroup[];
  readonly platform?: string;
  readonly insecure?: boolean;
  readonly verify?: boolean;
  readonly format: 'text' | 'json' | 'cyclonedx' | 'spdx';
  readonly all?: boolean;
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly cacheDir?: string;
  readonly cache: boolean;
  readonly workers?: number;
  readonly fingerprints?: boolean;
}

/** Those of `check` and `image`. */
export interface ImageFlags extends SharedFlags {
  readonly failOn?: FailOn;
  readonly maxBallast?: SizeLimit;
  readonly maxSize?: SizeLimit;
  readonly byLayer?: string;
  readonly why?: string;
  readonly lighter?: boolean;
  readonly index?: readonly string[];
}

/** Those of `baseline`. */
export interface BaselineFlags extends Omit<SharedFlags, 'format' | 'rules'> {
  readonly key?: string;
  readonly output?: string;
}

/** Those of `diff`. */
export interface DiffFlags extends SharedFlags {
  readonly failOn?: DifferenceFailOn;
  readonly maxGrowth?: SizeLimit;
}
