// The options that the commands which write images share, as commander hands them over.
import type { LayerOrder } from '../../rewrite/relayer/relayer-plan.ts';
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
  /** Sources of the fleet that pays. */
  readonly fleet?: readonly string[];
}

/** Those of `squash`. */
export interface SquashFlags extends RewriteFlags {
  readonly above?: string;
}

/** Those of `rebase`. */
export interface RebaseFlags extends RewriteFlags {
  readonly onto: string;
  readonly oldBase?: string;
  readonly dryRun?: boolean;
}

/** Those of `trim`. */
export interface TrimFlags extends RewriteFlags {
  readonly above?: string;
  /** Globs of paths that stay. */
  readonly keep?: readonly string[];
  /** Ids of rules whose findings alone go. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly explain?: string;
  readonly dryRun?: boolean;
}

/** Those of `relayer`. */
export interface RelayerFlags extends RewriteFlags {
  /** The most layers that an image may have. */
  readonly layers: number;
  readonly order: LayerOrder;
  /** The layout file. */
  readonly layout?: string;
  /** A time, or true for that of SOURCE_DATE_EPOCH. */
  readonly clampMtime?: string | true;
  readonly all?: boolean;
  readonly dryRun?: boolean;
}
