// The options of `plimsoll update run`, as commander hands them over.
import type { EngineName } from '../../engines/finding/engine-names.ts';
import type { UpdatePlanFlags } from './update-flags.ts';

export interface UpdateRunFlags
  extends Omit<UpdatePlanFlags, 'format' | 'since' | 'ifChanged' | 'check' | 'offline'> {
  readonly format: 'text' | 'json';
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
  readonly accept: 'proven' | 'checked';
  readonly write?: boolean;
  readonly promote?: boolean;
  readonly dryRun?: boolean;
  readonly cacheDir?: string;
  readonly cache: boolean;
  readonly workers?: number;
}
