// What is known of an external base now.
import type { ErrorCode } from '../../../errors.ts';
import type { Digest } from '../../../oci/bytes/digest.ts';

/** The answer for one reference. */
export type BaseResolution =
  | {
      readonly kind: 'resolved';
      /** The index's, where it has one. */
      readonly digest: Digest;
      /** Compressed bytes of all its layers, by platform, as far as they were asked for. */
      readonly bytes?: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };
