// Manifests and configs kept between runs. A digest says all about its document, so one that is kept never ages and may
// come from any place.
import type { Digest } from '../bytes/digest.ts';

/** Documents by their digests; whoever reads one compares it with the digest. */
export interface DocumentStore {
  read(digest: Digest): Uint8Array | undefined;
  /** Keeps a document that was found to have the digest. */
  write(digest: Digest, bytes: Uint8Array): void;
}
