// What is to become a generation: each image of the fleet as a run has left it, or that it could not be made.
import type { Digest } from '../../../oci/bytes/digest.ts';
import type { GenerationPlatform } from './generation.ts';

/** An image of elsewhere, as it was resolved when the image was made. */
export interface MemberBase {
  readonly reference: string;
  readonly digest: Digest;
}

/** One image that can be promoted. */
export interface GenerationMember {
  readonly id: string;
  /** The names whose tags shall mean it, each with a tag. */
  readonly references: readonly string[];
  /** Where it lies: `REPOSITORY@DIGEST`, of a manifest, or of an index where it has several platforms. */
  readonly source: string;
  readonly platforms: readonly GenerationPlatform[];
  /** Images of elsewhere that it stands on. */
  readonly bases: readonly MemberBase[];
}

/** An image that could not be made, or was not. */
export interface FailedMember {
  readonly id: string;
  readonly message: string;
}

/** All images of the fleet, each once. */
export interface GenerationInput {
  readonly members: readonly GenerationMember[];
  readonly failed: readonly FailedMember[];
}
