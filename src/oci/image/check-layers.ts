// Whether an image's layers can be read, before any of them is: manifest and config must speak of the same layers, all tars.
import { PlimsollError } from '../../errors.ts';
import type { ImageConfig } from './config.ts';
import type { ImageManifest } from './manifest.ts';
import { isLayerType } from './media-types.ts';

/** Throws IMAGE_UNSUPPORTED for a layer that is no tar, IMAGE_INVALID where manifest and config count otherwise. */
export function checkLayers({
  manifest,
  config,
}: {
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
}): void {
  const other = manifest.layers.find(({ mediaType }) => !isLayerType(mediaType));
  if (other !== undefined)
    throw new PlimsollError(
      'IMAGE_UNSUPPORTED',
      `this image has a layer that is no tar (${other.mediaType})`,
      {
        hint: 'Artifacts and encrypted layers cannot be looked into.',
      },
    );
  if (manifest.layers.length !== config.diffIds.length)
    throw new PlimsollError(
      'IMAGE_INVALID',
      `the manifest has ${manifest.layers.length} layers, the config ${config.diffIds.length}`,
    );
}
