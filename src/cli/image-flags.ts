// The options that `check` and `image` share, as commander hands them over.
import type { Profile } from '../checks/profile.ts';
import type { FailOn } from '../report/image-report.ts';
import type { SizeLimit } from './settings/parse-size-limit.ts';

export interface ImageFlags {
  readonly failOn?: FailOn;
  readonly maxBallast?: SizeLimit;
  readonly maxSize?: SizeLimit;
  readonly base?: string;
  readonly config?: string;
  readonly profile?: Profile;
  readonly platform?: string;
  readonly insecure?: boolean;
  readonly verify?: boolean;
  readonly format: 'text' | 'json' | 'cyclonedx' | 'spdx';
  readonly byLayer?: string;
  readonly why?: string;
  readonly lighter?: boolean;
  readonly index?: readonly string[];
  readonly all?: boolean;
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly cacheDir?: string;
  readonly cache: boolean;
  readonly workers?: number;
}
