// The options of `plimsoll dockerfile split`, as commander hands them over.
import type { EngineName } from '../../engines/finding/engine-names.ts';

export interface SplitFlags {
  readonly file?: string;
  readonly buildArg?: readonly string[];
  readonly buildContext?: readonly string[];
  readonly secret?: readonly string[];
  readonly platform?: string;
  readonly image?: string;
  readonly base?: string;
  readonly write?: boolean;
  readonly output?: string;
  readonly verify?: boolean;
  readonly engine?: EngineName;
  readonly network?: 'host' | 'none';
  readonly smoke?: string;
  readonly insecure?: boolean;
  readonly cacheDir?: string;
  readonly cache: boolean;
  readonly workers?: number;
  readonly format: 'text' | 'json';
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
}
