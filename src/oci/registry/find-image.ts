// Finds a reference's image in its registry: the shared search over manifests and configs that are fetched.
import type { Descriptor } from '../image/descriptor.ts';
import { type FoundImage, findImage, type ImageReader } from '../image/find-image.ts';
import type { OpenOptions } from '../image/image.ts';
import { formatRegistryReference } from '../image/reference.ts';
import { wantedPlatform } from '../image/wanted-platform.ts';
import { createReads, type FetchedManifest, fetchByReference } from './manifest.ts';
import type { Registry } from './registry.ts';

/** The image of the options' platform; throws IMAGE_UNSUPPORTED for an artifact, and what `findImage` and fetching throw. */
export async function findRegistryImage(registry: Registry, options: OpenOptions): Promise<FoundImage> {
  // A platform that is none is refused before anything is asked.
  wantedPlatform(options);
  const top = await fetchByReference(registry, registry.reference, options.signal);
  const entry: Descriptor = { mediaType: '', digest: top.digest, sizeBytes: top.sizeBytes };
  return searchFrom(registry, entry, options, top);
}

/** The image that a descriptor leads to; throws as `findRegistryImage`. */
export function findDescribedImage(
  registry: Registry,
  entry: Descriptor,
  options: OpenOptions,
): Promise<FoundImage> {
  return searchFrom(registry, entry, options, undefined);
}

async function searchFrom(
  registry: Registry,
  entry: Descriptor,
  options: OpenOptions,
  top: FetchedManifest | undefined,
): Promise<FoundImage> {
  const reads = createReads(registry);
  const reader: ImageReader = {
    ...reads,
    subject: `docker://${formatRegistryReference(registry.reference)}`,
    codes: { artifact: 'IMAGE_UNSUPPORTED', nothing: 'PLATFORM_NOT_FOUND' },
    readManifest: async (descriptor, signal) =>
      descriptor === entry && top !== undefined ? top.manifest : reads.readManifest(descriptor, signal),
  };
  return findImage(reader, [entry], options);
}
