// An image as a bill needs it: which layers it had, and which it has now.
import type { Digest } from '../../oci/bytes/digest.ts';
import type { Platform } from '../../oci/image/descriptor.ts';

/** One layer of a stack. */
export interface StackLayer {
  readonly diffId: Digest;
  /** The blob's, where it is stored as a registry would store it. */
  readonly digest: Digest | undefined;
  /** Likewise. */
  readonly shippedBytes: number | undefined;
  readonly entryBytes: number;
}

/** One image that was rewritten. */
export interface RewrittenStack {
  /** As the user typed it. */
  readonly name: string;
  /** The old manifest's digest, or its image id. */
  readonly digest: Digest;
  readonly platform: Platform;
  /** Bottom first. */
  readonly before: readonly StackLayer[];
  readonly after: readonly StackLayer[];
}
