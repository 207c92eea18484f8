// What a rewrite hands over, once its blobs are stored: the documents to be shown, and what they promise.
import type { Document } from '../oci/image/destination.ts';
import type { RewrittenLayer } from './image-rewrite.ts';
import type { Operation } from './proof/certificate.ts';
import type { ShownStack } from './proof/compare-shown.ts';

/** A rewritten image of one platform; nothing is shown yet. */
export interface RewrittenImage {
  readonly operation: Operation;
  readonly layers: readonly RewrittenLayer[];
  readonly config: Document;
  readonly manifest: Document;
  /** What the layers are to show. */
  readonly promised: ShownStack;
  /** Fields of the config and annotations that no longer held and are gone. */
  readonly dropped: readonly string[];
}
