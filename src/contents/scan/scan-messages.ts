// What the main thread and a scanning worker say to each other.
import type { ErrorCode } from '../../errors.ts';
import type { Digest } from '../../oci/bytes/digest.ts';
import type { Compression } from '../../oci/compression/decompressor.ts';

/** To a worker. One job at a time; the bytes of a stream follow its start. */
export type ScanRequest =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly offsetBytes: number;
      readonly sizeBytes: number;
      readonly wantStoredDigest: boolean;
    }
  | { readonly kind: 'stream'; readonly wantStoredDigest: boolean }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'abandon' };

/** From a worker. */
export type ScanReply =
  | { readonly kind: 'progress'; readonly storedBytes: number }
  | { readonly kind: 'consumed'; readonly storedBytes: number }
  | {
      readonly kind: 'done';
      readonly facts: ArrayBuffer;
      readonly shipped: ArrayBuffer;
      readonly compression: Compression;
      readonly storedBytes: number;
      readonly storedDigest: Digest | null;
    }
  | { readonly kind: 'failed'; readonly error: PortableError };

/** An error in a form that passes between threads. */
export interface PortableError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly subject?: string;
  readonly offsetBytes?: number;
  readonly hint?: string;
}
