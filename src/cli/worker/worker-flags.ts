// The options of `plimsoll worker`, as commander hands them over.
import type { EngineName } from '../../engines/finding/engine-names.ts';

/** Those of `worker`. */
export interface WorkerFlags {
  readonly database?: string;
  readonly jobs: number;
  readonly name?: string;
  readonly kinds?: readonly string[];
  readonly listen?: string;
  readonly engine?: EngineName;
  readonly network?: 'host' | 'none';
  readonly secret?: readonly string[];
  readonly accept: 'proven' | 'checked';
  readonly insecure?: boolean;
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly cacheDir?: string;
  readonly cache: boolean;
}
