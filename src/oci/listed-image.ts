// An image among all that a place holds.
import type { Descriptor } from './image/descriptor.ts';
import type { OpenedImage } from './image/image.ts';

/** An image with all its names; whoever takes it closes it. */
export interface ListedImage {
  /** As the place has them: tags, or whole names; none for an image without one. */
  readonly names: readonly string[];
  /** Whether an index above it lists further images under the same names. */
  readonly isOneOfSeveral: boolean;
  /** Indexes, manifest and config with their sizes; undefined where the place has no manifest. */
  readonly documents: readonly Pick<Descriptor, 'digest' | 'sizeBytes'>[] | undefined;
  /** Bytes of each layer's plain tar, or of its files, by its index; where the place says so. */
  readonly plainBytes?: readonly (number | undefined)[];
  readonly image: OpenedImage;
}
