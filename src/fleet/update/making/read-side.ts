// Opens one image of one platform and reads it, with the facts that every part of making an image asks for.
import type { ImageContents } from '../../../contents/image-contents.ts';
import { readImage } from '../../../contents/read-image.ts';
import { PlimsollError } from '../../../errors.ts';
import type { OpenedImage, OpenOptions } from '../../../oci/image/image.ts';
import { openImage } from '../../../oci/open-image.ts';
import type { Maker } from './maker.ts';

/** An image that is open until it is closed, and all that is in it. */
export interface ReadSide {
  readonly opened: OpenedImage;
  readonly contents: ImageContents;
}

const READINGS = { packages: true, secretRules: null } as const;

/** Opens without reading layers; the caller closes it. */
export function openSide(
  reference: string,
  platform: string,
  { insecure, onNotice }: Maker,
  signal: AbortSignal,
): Promise<OpenedImage> {
  const options: OpenOptions = {
    platform,
    insecure,
    signal,
    ...(onNotice === undefined ? {} : { onNotice }),
  };
  return openImage(reference, options);
}

/** Reads all layers of an opened image. */
export async function readSide(
  opened: OpenedImage,
  { cache, workers }: Maker,
  signal: AbortSignal,
): Promise<ReadSide> {
  const contents = await readImage(opened, {
    ...(cache === undefined ? {} : { cache }),
    ...(workers === undefined ? {} : { workers }),
    readings: READINGS,
    signal,
  });
  return { opened, contents };
}

/** Whether a registry still has an image; throws where it does not answer. */
export async function isImageThere(
  reference: string,
  platform: string,
  maker: Maker,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await (await openSide(`docker://${reference}`, platform, maker, signal)).close();
    return true;
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'IMAGE_NOT_FOUND') return false;
    throw error;
  }
}
