// What `--above` means: how many of the lowest layers of an image stay as they are.
import { PlimsollError } from '../../errors.ts';
import type { OpenedImage, OpenOptions } from '../../oci/image/image.ts';
import { findNamedBase } from '../verdict/find-base-image.ts';

const LAYER = /^\d{1,4}$/;
const DIGEST = /^sha256:[0-9a-f]{6,64}$/;

/** The number of layers up to the one that `above` names: by its number, its diffId or digest, or the image that it tops. */
export async function countKept(
  image: OpenedImage,
  above: string | undefined,
  options: OpenOptions,
): Promise<number> {
  if (above === undefined) return 0;
  const { layers } = image;
  const count = LAYER.test(above)
    ? Number(above) + 1
    : DIGEST.test(above)
      ? findLayer(image, above) + 1
      : (await findNamedBase(image, above, options)).layerCount;
  if (count > 0 && count < layers.length) return count;
  throw new PlimsollError(
    'USAGE',
    count === layers.length ? `no layer is above '${above}'` : `there is no layer '${above}'`,
    { subject: image.reference, hint: `It has the layers 0 to ${layers.length - 1}.` },
  );
}

function findLayer({ layers }: OpenedImage, prefix: string): number {
  return layers.findIndex(
    ({ diffId, descriptor }) => diffId.startsWith(prefix) || descriptor?.digest.startsWith(prefix) === true,
  );
}
