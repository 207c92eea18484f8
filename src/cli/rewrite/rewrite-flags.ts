// The options that the commands which write images share, as commander hands them over.
import type { SharedFlags } from '../image-flags.ts';

/** Those of every rewriting command. */
export interface RewriteFlags
  extends Pick<
    SharedFlags,
    'platform' | 'insecure' | 'verify' | 'color' | 'quiet' | 'debug' | 'cacheDir' | 'cache' | 'workers'
  > {
  /** Where the new image goes. */
  readonly output: string;
  readonly format: 'text' | 'json';
  readonly certificate?: string;
  readonly replace?: boolean;
}

/** Those of `squash`. */
export interface SquashFlags extends RewriteFlags {
  readonly above?: string;
}
