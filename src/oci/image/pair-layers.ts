// The layers of a manifest with the diffIds that its config states for them.
import type { Digest } from '../bytes/digest.ts';
import type { ImageConfig } from './config.ts';
import type { Descriptor } from './descriptor.ts';
import type { ImageManifest } from './manifest.ts';
import { isLayerType, isNonDistributableType } from './media-types.ts';

/** Those pairs whose blob anyone may store; none where the counts differ. */
export function pairLayers(
  { layers }: ImageManifest,
  { diffIds }: ImageConfig,
): readonly (readonly [Digest, Descriptor])[] {
  if (layers.length !== diffIds.length) return [];
  return layers.flatMap(({ mediaType, digest, sizeBytes }, index) =>
    isLayerType(mediaType) && !isNonDistributableType(mediaType)
      ? [[diffIds[index]!, { mediaType, digest, sizeBytes }] as const]
      : [],
  );
}
