// An image of containerd's store: its manifest and config, read from an export and proven against the digests that the
// engine states, say which blobs its layers are. So its report is the one that it has as an OCI layout.
import { withSubject } from '../../errors.ts';
import { checkLayers } from '../image/check-layers.ts';
import type { ExportedBlob, OpenedImage, OpenOptions } from '../image/image.ts';
import { noticePlatform } from '../image/wanted-platform.ts';
import type { EngineImage } from './engine-image.ts';
import { listFilters, openFilteredExports, streamExport } from './filtered-exports.ts';
import { type FoundManifest, findManifest } from './find-manifest.ts';
import { offerBlobs } from './offer-blobs.ts';

/** Opens the manifest of the wanted platform; throws PLATFORM_NOT_FOUND, IMAGE_INVALID and IMAGE_UNSUPPORTED. */
export async function openContainerdImage(place: EngineImage, options: OpenOptions): Promise<OpenedImage> {
  const found = await readDocuments(place, options);
  const { digest, manifest, config } = found;
  noticePlatform(config.platform, options);
  return {
    transport: 'docker-daemon',
    reference: `docker-daemon:${place.name}`,
    digest,
    config,
    annotations: manifest.annotations,
    manifest,
    layers: manifest.layers.map((descriptor, index) => ({
      index,
      diffId: config.diffIds[index]!,
      descriptor,
      location: { kind: 'export' },
    })),
    diffIdsVouched: false,
    exportLayers: (signal) => exportLayers(place, found, signal),
    close: async () => {},
  };
}

async function readDocuments(place: EngineImage, options: OpenOptions): Promise<FoundManifest> {
  const exports = openFilteredExports(place, options);
  try {
    const found = await findManifest(place, exports, options);
    checkLayers(found);
    return found;
  } catch (error) {
    throw withSubject(error, place.name);
  } finally {
    await exports.close();
  }
}

async function* exportLayers(
  place: EngineImage,
  { manifest, platform }: FoundManifest,
  signal: AbortSignal,
): AsyncGenerator<ExportedBlob> {
  const exports = listFilters(place, platform).map((filter) => () => streamExport(place, filter, signal));
  try {
    yield* offerBlobs(exports, manifest.layers, place.name);
  } catch (error) {
    throw withSubject(error, place.name);
  }
}
