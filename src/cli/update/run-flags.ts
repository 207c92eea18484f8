// The options of `plimsoll update run`, as commander hands them over.
import type { EngineName } from '../../engines/finding/engine-names.ts';
import type { GraphSourceFlags } from './update-flags.ts';

export interface UpdateRunFlags extends GraphSourceFlags {
  readonly format: 'text' | 'json';
  readonly all?: boolean;
  readonly jobs: number;
  readonly tries: number;
  /** A file, or the URL of PostgreSQL. */
  readonly database?: string;
  readonly engine?: EngineName;
  readonly network?: 'host' | 'none';
  readonly secret?: readonly string[];
  /** Registry and prefix that take the place of the images' own. */
  readonly to?: string;
  readonly only?: readonly string[];
  readonly force?: readonly string[];
  readonly accept: 'proven' | 'checked';
  readonly write?: boolean;
  readonly promote?: boolean;
  readonly dryRun?: boolean;
  readonly insecure?: boolean;
  readonly cacheDir?: string;
  readonly cache: boolean;
  readonly workers?: number;
}
