// The options of the commands about images, as commander hands them over.
import type { Profile } from '../checks/profile.ts';
import type { RuleGroup } from '../checks/rule-group.ts';
import type { DifferenceFailOn } from '../report/difference-report.ts';
import type { FailOn } from '../report/image-report.ts';
import type { JudgementFormat } from './formats/format-names.ts';
import type { WriteFlags } from './formats/write-option.ts';
import type { KnownFlags } from './known-findings/known-flags.ts';
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
  readonly format: 'text' | 'json' | 'html' | 'cyclonedx' | 'spdx' | JudgementFormat;
  readonly all?: boolean;
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly cacheDir?: string;
  readonly cache: boolean;
  readonly workers?: number;
  readonly fingerprints?: boolean;
}

/** Those of `check` about Dockerfiles. */
export interface RepairFlags {
  /** True without names; a text is either names of rules, or the target that commander took for them. */
  readonly fix?: string | true;
  readonly fixDryRun?: boolean;
  readonly target?: string;
  readonly buildArg?: readonly string[];
  readonly bake?: string;
  readonly compose?: string;
  readonly image?: string;
  /** What an image was built from. */
  readonly dockerfile?: string;
}

/** Those of `check` and `image`. */
export interface ImageFlags extends SharedFlags, WriteFlags {
  readonly failOn?: FailOn;
  readonly maxBallast?: SizeLimit;
  readonly maxSize?: SizeLimit;
  readonly byLayer?: string;
  readonly ui?: boolean;
  readonly why?: string;
  readonly lighter?: boolean;
  readonly index?: readonly string[];
}

/** Those of `check`. */
export interface CheckFlags extends ImageFlags, RepairFlags, KnownFlags {}

/** Those of `baseline`. */
export interface BaselineFlags extends Omit<SharedFlags, 'format' | 'rules'> {
  readonly key?: string;
  readonly output?: string;
}

/** Those of `diff`. */
export interface DiffFlags extends SharedFlags, WriteFlags {
  /** What B was built from. */
  readonly dockerfile?: string;
  readonly failOn?: DifferenceFailOn;
  readonly maxGrowth?: SizeLimit;
}
