// The blobs that the image under the destination's tag has for its layers, by the diffIds that its config states.
import { PlimsollError } from '../../errors.ts';
import type { Digest } from '../bytes/digest.ts';
import type { Descriptor } from '../image/descriptor.ts';
import { isImageConfigType } from '../image/media-types.ts';
import { pairLayers } from '../image/pair-layers.ts';
import { isAttestation } from '../image/platform.ts';
import { createReads, fetchByReference } from './manifest.ts';
import type { Registry } from './registry.ts';

/** Images of an index that are looked at. */
const CHILD_LIMIT = 16;

/** Those blobs; none where there is no image. What a config claims is not proven. */
export async function listLayersOfTag(
  registry: Registry,
  signal: AbortSignal,
): Promise<ReadonlyMap<Digest, Descriptor>> {
  const { readManifest, readConfig } = createReads(registry);
  const layers = new Map<Digest, Descriptor>();
  try {
    const { manifest } = await fetchByReference(registry, registry.reference, signal);
    const children = manifest.kind === 'index' ? manifest.manifests : [];
    const images = manifest.kind === 'index' ? [] : [manifest];
    for (const child of children.filter((item) => !isAttestation(item)).slice(0, CHILD_LIMIT)) {
      const image = await readManifest(child, signal);
      if (image.kind === 'manifest') images.push(image);
    }
    for (const image of images.filter(({ config }) => isImageConfigType(config.mediaType)))
      for (const [diffId, layer] of pairLayers(image, await readConfig(image.config, signal)))
        layers.set(diffId, layer);
  } catch (error) {
    // An image that cannot be read has no layer to offer, and is about to be replaced.
    const harmless = ['IMAGE_NOT_FOUND', 'IMAGE_INVALID', 'IMAGE_UNSUPPORTED', 'DIGEST_MISMATCH'];
    if (!(error instanceof PlimsollError && harmless.includes(error.code))) throw error;
  }
  return layers;
}
