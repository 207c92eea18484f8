// The options of the commands about generations, as commander hands them over.
import type { UpdateRunFlags } from './run-flags.ts';
import type { GraphSourceFlags } from './update-flags.ts';

/** What all of them have. */
export interface GenerationFlags extends GraphSourceFlags {
  readonly format: 'text' | 'json';
  /** The repository that holds the generations. */
  readonly generations?: string;
  readonly database?: string;
  readonly insecure?: boolean;
  readonly lock?: string;
  /** Registry and prefix that take the place of the images' own. */
  readonly to?: string;
  readonly all?: boolean;
}

/** Those of `update promote`. */
export interface UpdatePromoteFlags extends GenerationFlags {
  readonly keep?: number;
  readonly gate?: 'error' | 'warning' | 'none';
  readonly cacheDir?: string;
  readonly cache: boolean;
  readonly workers?: number;
}

/** Those of `update rollback`. */
export interface UpdateRollbackFlags extends GenerationFlags {
  readonly folder?: string;
  /** Names to be moved beside those of this project, with `*` for any text. */
  readonly move?: readonly string[];
}

/** Those of `update status`. */
export interface UpdateStatusFlags extends GenerationFlags {
  /** Whether drift and what is unfinished are an exit code. */
  readonly check?: boolean;
}

/** Those of `update watch`. */
export interface UpdateWatchFlags extends UpdateRunFlags {
  readonly every: number;
}
