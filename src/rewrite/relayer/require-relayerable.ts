// What keeps an image from being relayered.
import type { ImageContents } from '../../contents/image-contents.ts';
import { PlimsollError } from '../../errors.ts';
import type { OpenedImage } from '../../oci/image/image.ts';
import { isNonDistributableType } from '../../oci/image/media-types.ts';
import { requireRewritable } from '../image-rewrite.ts';
import { refuseIllegal, refuseMarks } from '../portable/refuse-illegal.ts';

/** Throws IMAGE_UNSUPPORTED for images that cannot be. */
export function requireRelayerable(image: OpenedImage, { view }: Pick<ImageContents, 'view'>): void {
  requireRewritable(image);
  refuseIllegal(view, image.reference);
  refuseMarks(view, image.reference);
  const foreign = image.layers.findIndex(
    ({ descriptor }) => descriptor !== null && isNonDistributableType(descriptor.mediaType),
  );
  if (foreign === -1) return;
  throw new PlimsollError('IMAGE_UNSUPPORTED', `layer ${foreign} may not be distributed`, {
    subject: image.reference,
    hint: 'Its bytes would become part of layers that are.',
  });
}
