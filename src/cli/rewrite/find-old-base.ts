// Which of an image's layers are those of the base that it is to leave, and that base's config.
import { PlimsollError } from '../../errors.ts';
import type { ImageConfig } from '../../oci/image/config.ts';
import type { OpenedImage, OpenOptions } from '../../oci/image/image.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import { openImage } from '../../oci/open-image.ts';
import { findAnnotatedBase, findNamedBase } from '../verdict/find-base-image.ts';

/** The old base. */
export interface OldBase {
  readonly reference: string;
  readonly layerCount: number;
  readonly config: ImageConfig;
}

/** The base that `named` names, else the one that annotations do; throws USAGE where none is known. */
export async function findOldBase(
  image: OpenedImage,
  named: string | undefined,
  options: OpenOptions,
): Promise<OldBase> {
  const found =
    named === undefined
      ? await findAnnotatedBase(image, options)
      : await findNamedBase(image, named, options);
  if (found === null)
    throw new PlimsollError('USAGE', 'the base that it was built on is not known', {
      subject: image.reference,
      hint: 'Name it: --old-base IMAGE, by the digest that the image was built on where its tag has moved since.',
    });
  const platform = formatPlatform(image.config.platform);
  const base = await openImage(found.reference, platform === '' ? options : { ...options, platform });
  await base.close();
  return { reference: found.reference, layerCount: found.layerCount, config: base.config };
}
