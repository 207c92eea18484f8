// What the main thread and a scanning worker say to each other.
import type { ErrorCode } from '../../errors.ts';
import type { Digest } from '../../oci/bytes/digest.ts';
import type { Compression } from '../../oci/compression/choose-decompressor.ts';
import type { FileIdentity } from '../../oci/image/file-identity.ts';
import type { FactsReadings } from '../facts/facts-readings.ts';

/**
 * To a worker. It does one job after the other; the bytes of a stream follow its start. Each reply bears the number of its
 * job, because some may still be under way when a job is given up.
 */
export type ScanRequest =
  | {
      readonly kind: 'file';
      readonly job: number;
      readonly path: string;
      readonly offsetBytes: number;
      readonly sizeBytes: number;
      readonly identity: FileIdentity;
      readonly wantStoredDigest: boolean;
      readonly readings: FactsReadings;
      readonly budget: SharedArrayBuffer | undefined;
    }
  | {
      readonly kind: 'growing';
      readonly job: number;
      readonly fd: number;
      readonly offsetBytes: number;
      readonly growth: SharedArrayBuffer;
      readonly wantStoredDigest: boolean;
      readonly readings: FactsReadings;
      readonly budget: SharedArrayBuffer | undefined;
    }
  | {
      readonly kind: 'stream';
      readonly job: number;
      readonly wantStoredDigest: boolean;
      readonly readings: FactsReadings;
      readonly budget: SharedArrayBuffer | undefined;
    }
  | { readonly kind: 'bytes'; readonly job: number; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly job: number }
  | { readonly kind: 'abandon'; readonly job: number };

/** From a worker. */
export type ScanReply =
  | { readonly kind: 'progress'; readonly job: number; readonly storedBytes: number }
  | { readonly kind: 'consumed'; readonly job: number; readonly storedBytes: number }
  | {
      readonly kind: 'done';
      readonly job: number;
      readonly facts: ArrayBuffer;
      readonly shipped: ArrayBuffer;
      readonly compression: Compression;
      readonly storedBytes: number;
      readonly storedDigest: Digest | null;
      readonly isFileUnchanged: boolean;
    }
  | { readonly kind: 'failed'; readonly job: number; readonly error: PortableError };

/** An error in a form that passes between threads. */
export interface PortableError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly subject?: string;
  readonly offsetBytes?: number;
  readonly hint?: string;
}
