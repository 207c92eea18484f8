// An image that takes part in a rebase: opened for reading its files, and read as facts.
import type { ImageContents } from '../../contents/image-contents.ts';
import type { OpenedImage } from '../../oci/image/image.ts';

/** Both, of one image. */
export interface RebaseSide {
  readonly opened: OpenedImage;
  readonly contents: ImageContents;
}

/** The image to be rebased, its old base's layers within it, and the base that it is to stand on. */
export interface RebaseSubject {
  readonly image: RebaseSide;
  /** How many of the image's lowest layers are the old base's. */
  readonly baseLayerCount: number;
  readonly newBase: RebaseSide;
}
