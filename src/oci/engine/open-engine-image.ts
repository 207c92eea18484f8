// Opens an image of a Docker Engine (or of podman's service) over its API: what it is from `inspect`, its layers from an export.
import { PlimsollError, withSubject } from '../../errors.ts';
import type { Digest } from '../bytes/digest.ts';
import type { Environment } from '../docker-config.ts';
import type { ImageConfig } from '../image/config.ts';
import type { Platform } from '../image/descriptor.ts';
import type { ExportedBlob, OpenedImage, OpenOptions } from '../image/image.ts';
import { parsePlatform } from '../image/platform.ts';
import { requirePlatform } from '../image/wanted-platform.ts';
import { deriveConfig, type InspectedImage } from './derive-config.ts';
import { connectEngine, type EngineClient, speaks } from './engine-client.ts';
import { offerLayers } from './export-layers.ts';
import { type EngineEndpoint, findEndpoints } from './find-endpoints.ts';

const NAME = /^[a-zA-Z0-9][\w.:/@-]*$/;

/**
 * Opens the image that the engine knows by this name, id or digest, at the first endpoint that has it. The config is
 * derived until the layers have been exported, and then exact where the export held it. Throws ENGINE_UNREACHABLE where no
 * engine answers, IMAGE_NOT_FOUND where those that do have no such image.
 */
export async function openEngineImage(
  name: string,
  options: OpenOptions,
  environment: Environment = process.env,
): Promise<OpenedImage> {
  if (!NAME.test(name) || name.length > 512 || /\.\.|\/\//.test(name))
    throw new PlimsollError('REFERENCE_INVALID', `'${name.slice(0, 200)}' is no name of an image`);
  const endpoints = await findEndpoints(environment);
  let failure: unknown = new PlimsollError('ENGINE_UNREACHABLE', 'there is no engine socket', {
    hint: 'Start the engine, or set DOCKER_HOST to where it listens.',
  });
  for (const endpoint of endpoints) {
    try {
      return await openAt(endpoint, name, options);
    } catch (error) {
      if (!mayBeElsewhere(error)) throw error;
      // That an engine has no such image says more than that another one is not there.
      if (!(failure instanceof PlimsollError) || failure.code !== 'IMAGE_NOT_FOUND') failure = error;
    }
  }
  throw withSubject(failure, name);
}

function mayBeElsewhere(error: unknown): boolean {
  return (
    error instanceof PlimsollError &&
    (error.code === 'ENGINE_UNREACHABLE' || error.code === 'IMAGE_NOT_FOUND')
  );
}

async function openAt(endpoint: EngineEndpoint, name: string, options: OpenOptions): Promise<OpenedImage> {
  const client = await connectEngine(endpoint, {
    ...(options.insecure === undefined ? {} : { insecure: options.insecure }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const { id, config: derived } = await inspect(client, name, options);
  requirePlatform(derived.platform, options, name);
  let config: ImageConfig = derived;
  return {
    transport: 'docker-daemon',
    reference: `docker-daemon:${name}`,
    digest: id,
    get config() {
      return config;
    },
    annotations: {},
    layers: derived.diffIds.map((diffId, index) => ({
      index,
      diffId,
      descriptor: null,
      location: { kind: 'export' },
    })),
    diffIdsVouched: true,
    exportLayers: (signal) =>
      exportAt(client, id, derived, name, signal, (exact) => {
        config = exact;
      }),
    close: async () => {},
  };
}

async function inspect(client: EngineClient, name: string, options: OpenOptions): Promise<InspectedImage> {
  const path = `/images/${name.split('/').map(encodeURIComponent).join('/')}`;
  const wanted = options.platform === undefined ? undefined : parsePlatform(options.platform);
  const inspected = await client.getJson(`${path}/json`, {
    platform: speaks(client, 1, 49) ? formatQueryPlatform(wanted) : undefined,
  });
  const history = await client
    .getJson(`${path}/history`, {
      platform: speaks(client, 1, 48) ? formatQueryPlatform(wanted) : undefined,
    })
    // Without the history only the instructions are missing.
    .catch((error: unknown) => {
      if (error instanceof PlimsollError && error.code === 'ABORTED') throw error;
      return [];
    });
  return deriveConfig(inspected, history);
}

/** The image is asked for by its id, because its name may have moved on since it was inspected. */
async function* exportAt(
  client: EngineClient,
  id: Digest,
  config: ImageConfig,
  name: string,
  signal: AbortSignal,
  onConfig: (config: ImageConfig) => void,
): AsyncGenerator<ExportedBlob> {
  const platform = speaks(client, 1, 48) ? formatQueryPlatform(config.platform) : undefined;
  const open = (): AsyncIterable<Uint8Array> => client.getStream(`/images/${id}/get`, { platform }, signal);
  try {
    yield* offerLayers({ subject: name, id, diffIds: config.diffIds, open, onConfig });
  } catch (error) {
    throw withSubject(error, name);
  }
}

/** A platform as the API wants it, in the OCI spec's JSON. */
function formatQueryPlatform(platform: Platform | undefined): string | undefined {
  if (platform === undefined || platform.os === '') return undefined;
  const { os, architecture, variant } = platform;
  return JSON.stringify({ os, architecture, ...(variant === undefined ? {} : { variant }) });
}
