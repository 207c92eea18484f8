// Images of a registry: the config at once, the layers as streams when they are wanted.
import { withSubject } from '../../errors.ts';
import { checkLayers } from '../image/check-layers.ts';
import type { FoundImage } from '../image/find-image.ts';
import type { LayerSource, OpenedImage, OpenOptions } from '../image/image.ts';
import { formatRegistryReference, type RegistryReference } from '../image/reference.ts';
import { findRegistryImage } from './find-image.ts';
import { streamLayer } from './layer-stream.ts';
import { linkSignals } from './link-signals.ts';
import { hang } from './network-error.ts';
import { connectRegistry, type Registry } from './registry.ts';
import { createSemaphore } from './semaphore.ts';
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
      const found = await findInTime(registry, options);
      checkLayers(found);
      return {
        transport: 'docker',
        reference: subject,
        digest: found.digest,
        config: found.config,
        annotations: found.manifest.annotations,
        manifest: found.manifest,
        ...(found.topIndex === undefined ? {} : { index: found.topIndex }),
        layers: describeLayers(registry, found, options),
        diffIdsVouched: false,
        close: async () => registry.close(),
      };
    } catch (error) {
      registry.close();
      throw error;
    }
  } catch (error) {
    throw withSubject(error, subject);
  }
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
): readonly LayerSource[] {
  const places = createSemaphore(BLOBS_AT_ONCE);
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
