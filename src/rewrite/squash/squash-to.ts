// Squashes an image to a destination and shows it there only once it is proven: `plimsoll squash` for one image of one platform.
import type { ImageContents } from '../../contents/image-contents.ts';
import { CompressionPool } from '../../oci/compression/compression-pool.ts';
import type { ImageDestination } from '../../oci/image/destination.ts';
import type { OpenedImage } from '../../oci/image/image.ts';
import type { Certificate } from '../proof/certificate.ts';
import { certifyImage } from '../proof/certify-image.ts';
import { unproven } from '../proof/unproven.ts';
import { squashImage } from './squash-image.ts';

/** How to squash. */
export interface SquashOptions {
  /** How many of the lowest layers stay as they are; none where it is not given. */
  readonly keptCount?: number;
  /** RFC 3339: when the result says that it was made; the image's own time where it is not given. */
  readonly created?: string;
  /** Threads that compress and read back; 0 for none. */
  readonly workers?: number;
  /** What the certificate names as its maker. */
  readonly program?: string;
  readonly signal?: AbortSignal;
}

/**
 * Makes the layers of an image one and gives the certificate; `contents` is what was read of `image`, and the caller closes
 * both the image and the destination. Throws IMAGE_UNSUPPORTED for images that cannot be squashed and REWRITE_UNPROVEN where the
 * result, read back, does not show the same: then nothing is shown.
 */
export async function squashTo(
  destination: ImageDestination,
  image: OpenedImage,
  contents: ImageContents,
  {
    keptCount = 0,
    created,
    workers,
    program = 'plimsoll',
    signal = new AbortController().signal,
  }: SquashOptions = {},
): Promise<Certificate> {
  const gzip = new CompressionPool(workers);
  try {
    const compressions = contents.layers.map(({ compression }) => compression);
    const work = { image, contents, destination, signal };
    const rewritten = await squashImage({ ...work, gzip, compressions, keptCount, created });
    const { certificate } = await certifyImage({
      ...work,
      rewritten,
      program,
      ...(workers === undefined ? {} : { workers }),
    });
    if (certificate.verdict === 'failed') throw unproven(certificate, image);
    await destination.commit({ documents: [rewritten.manifest] }, signal);
    return certificate;
  } finally {
    await gzip.close();
  }
}
