// Opens an image of a Docker Engine (or of podman's service) over its API: what it is from `inspect`, its layers from an export.
import { PlimsollError, withSubject } from '../../errors.ts';
import type { Environment } from '../docker-config.ts';
import type { OpenedImage, OpenOptions } from '../image/image.ts';
import { connectEngine, speaks } from './engine-client.ts';
import { isInContainerdStore } from './engine-store.ts';
import { type EngineEndpoint, findEndpoints } from './find-endpoints.ts';
import { parseInspected } from './inspected-image.ts';
import { openContainerdImage } from './open-containerd-image.ts';
import { openGraphImage } from './open-graph-image.ts';

const NAME = /^[a-zA-Z0-9][\w.:/@-]*$/;

/**
 * Opens the image that the engine knows by this name, id or digest, at the first endpoint that has it. Throws
 * ENGINE_UNREACHABLE where no engine answers, IMAGE_NOT_FOUND where those that do have no such image.
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
      return await openImageAt(endpoint, name, options);
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

/** The same at one endpoint. */
export async function openImageAt(
  endpoint: EngineEndpoint,
  name: string,
  options: OpenOptions,
): Promise<OpenedImage> {
  const client = await connectEngine(endpoint, {
    ...(options.insecure === undefined ? {} : { insecure: options.insecure }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const path = `/images/${name.split('/').map(encodeURIComponent).join('/')}`;
  const inspected = parseInspected(
    await client.getJson(`${path}/json`, { manifests: speaks(client, 1, 48) ? '1' : undefined }),
  );
  const place = { client, name, path, inspected };
  return (await isInContainerdStore(client, inspected))
    ? openContainerdImage(place, options)
    : openGraphImage(place, options);
}
