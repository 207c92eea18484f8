// Images of a registry: the config at once, the layers as streams when they are wanted.
import { withSubject } from '../../errors.ts';
import { checkLayers } from '../image/check-layers.ts';
import type { FoundImage } from '../image/find-image.ts';
import type { LayerSource, OpenedImage, OpenOptions } from '../image/image.ts';
import { formatRegistryReference, type RegistryReference } from '../image/reference.ts';
import { streamBlob } from './blob.ts';
import { findDescribedImage, findRegistryImage } from './find-image.ts';
import { streamLayer } from './layer-stream.ts';
import { linkSignals } from './link-signals.ts';
import { listAttached } from './list-attached.ts';
import { fetchDocument } from './manifest.ts';
import { hang } from './network-error.ts';
import { connectRegistry, type Registry } from './registry.ts';
import { createSemaphore, type Semaphore } from './semaphore.ts';
import type { RegistrySettings } from './settings.ts';

/** Blobs fetched at the same time from one registry for one image. */
const BLOBS_AT_ONCE = 4;

/**
 * Opens a registry's image for the platform of the options; `settings` are for tests. Throws REFERENCE_INVALID,
 * IMAGE_NOT_FOUND, PLATFORM_NOT_FOUND, IMAGE_UNSUPPORTED, IMAGE_INVALID, DIGEST_MISMATCH, CREDENTIALS_INVALID or one
 * of the REGISTRY codes.
 */
export async function openRegistryImage(
  reference: RegistryReference,
  options: OpenOptions,
  settings: Partial<RegistrySettings> = {},
): Promise<OpenedImage> {
  const subject = `docker://${formatRegistryReference(reference)}`;
  try {
    const registry = await connectRegistry(reference, options, settings);
    try {
      const places = createSemaphore(BLOBS_AT_ONCE);
      const image = describe(registry, await findInTime(registry, options), options, places);
      return { ...image, close: async () => registry.close() };
    } catch (error) {
      registry.close();
      throw error;
    }
  } catch (error) {
    throw withSubject(error, subject);
  }
}

function describe(
  registry: Registry,
  found: FoundImage,
  options: OpenOptions,
  places: Semaphore,
): OpenedImage {
  checkLayers(found);
  const { platform: _, ...anyPlatform } = options;
  return {
    transport: 'docker',
    reference: `docker://${formatRegistryReference(registry.reference)}`,
    digest: found.digest,
    config: found.config,
    annotations: found.manifest.annotations,
    layers: describeLayers(registry, found, options, places),
    diffIdsVouched: false,
    stored: {
      documents: found.documents,
      readDocument: (descriptor, signal) => fetchDocument(registry, descriptor, signal),
      async *openBlob(descriptor, signal) {
        const release = await places.acquire(signal);
        try {
          const [from, what] = [`blobs/${descriptor.digest}`, `the blob ${descriptor.digest}`];
          yield* streamBlob(registry, { descriptor, from, what, signal });
        } finally {
          release();
        }
      },
      listAttached: (digest, signal) => listAttached(registry, digest, signal),
      openImage: async (descriptor) =>
        describe(registry, await findDescribedImage(registry, descriptor, anyPlatform), anyPlatform, places),
    },
    close: async () => {},
  };
}

/** Only the manifest and config: enough to tell whether a tag still means the same image. */
export async function resolveRegistryImage(
  reference: RegistryReference,
  options: OpenOptions,
  settings: Partial<RegistrySettings> = {},
): Promise<FoundImage> {
  try {
    const registry = await connectRegistry(reference, options, settings);
    try {
      return await findInTime(registry, options);
    } finally {
      registry.close();
    }
  } catch (error) {
    throw withSubject(error, `docker://${formatRegistryReference(reference)}`);
  }
}

/** However slowly a registry may answer each of many questions, together they have one limit. */
async function findInTime(registry: Registry, options: OpenOptions): Promise<FoundImage> {
  const { resolveLimitMs } = registry.settings;
  const linked = linkSignals(options.signal);
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    linked.abort();
  }, resolveLimitMs);
  try {
    return await findRegistryImage(registry, { ...options, signal: linked.signal });
  } catch (error) {
    throw isOver ? hang(registry.base.host, 'gave no image', resolveLimitMs) : error;
  } finally {
    clearTimeout(timer);
    linked.unlink();
  }
}

function describeLayers(
  registry: Registry,
  { manifest, config }: FoundImage,
  options: OpenOptions,
  places: Semaphore,
): readonly LayerSource[] {
  return manifest.layers.map((descriptor, index): LayerSource => {
    async function* open(signal: AbortSignal): AsyncGenerator<Uint8Array> {
      const linked = linkSignals(signal, options.signal);
      try {
        yield* streamLayer(registry, { descriptor, index, places, signal: linked.signal });
      } finally {
        linked.unlink();
      }
    }
    return { index, diffId: config.diffIds[index]!, descriptor, location: { kind: 'stream', open } };
  });
}
