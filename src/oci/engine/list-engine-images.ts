// All images of an engine, with their names. No layer is exported for it.
import { PlimsollError } from '../../errors.ts';
import { isDigest } from '../bytes/digest.ts';
import type { Environment } from '../docker-config.ts';
import type { OpenedImage, OpenOptions } from '../image/image.ts';
import { throwIfAborted } from '../layout/check-abort.ts';
import type { ListedImage } from '../listed-image.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { type EngineEndpoint, findEndpoints } from './find-endpoints.ts';
import { openImageAt } from './open-engine-image.ts';

/** Lists them at the first endpoint that answers; what cannot be read is told by a notice. Throws ENGINE_UNREACHABLE. */
export async function listEngineImages(
  options: OpenOptions,
  environment: Environment = process.env,
): Promise<readonly ListedImage[]> {
  const { endpoint, client } = await reach(options, environment);
  const { platform: _, ...anyPlatform } = options;
  const answer = await client.getJson('/images/json');
  if (!Array.isArray(answer)) throw new PlimsollError('ENGINE_REFUSED', 'the engine gives no list of images');
  const listed: ListedImage[] = [];
  for (const summary of answer as readonly Readonly<Record<string, unknown>>[]) {
    const id = summary?.['Id'];
    if (!isDigest(id)) continue;
    const tags = summary['RepoTags'];
    const names = (Array.isArray(tags) ? tags : []).filter(
      (tag): tag is string => typeof tag === 'string' && tag !== '<none>:<none>',
    );
    try {
      throwIfAborted(options.signal);
      const image = await openImageAt(endpoint, id, anyPlatform);
      const plainBytes = await readPlainBytes(client, id, image);
      listed.push({
        names,
        isOneOfSeveral: false,
        documents: undefined,
        ...(plainBytes === undefined ? {} : { plainBytes }),
        image,
      });
    } catch (error) {
      throwIfAborted(options.signal);
      options.onNotice?.(`${names[0] ?? id} is left out (${(error as Error).message})`);
    }
  }
  return listed;
}

async function reach(
  options: OpenOptions,
  environment: Environment,
): Promise<{ readonly endpoint: EngineEndpoint; readonly client: EngineClient }> {
  let failure: unknown = new PlimsollError('ENGINE_UNREACHABLE', 'there is no engine socket', {
    hint: 'Start the engine, or set DOCKER_HOST to where it listens.',
  });
  for (const endpoint of await findEndpoints(environment)) {
    try {
      const client = await connectEngine(endpoint, {
        ...(options.insecure === undefined ? {} : { insecure: options.insecure }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      });
      return { endpoint, client };
    } catch (error) {
      throwIfAborted(options.signal);
      failure = error;
    }
  }
  throw failure;
}

/** The files of each layer as the engine counts them, symlinks too; undefined where it is not certain which step brought which. */
async function readPlainBytes(
  client: EngineClient,
  id: string,
  image: OpenedImage,
): Promise<readonly number[] | undefined> {
  if (image.isConfigProvisional === true) return undefined;
  const history = await client.getJson(`/images/${encodeURIComponent(id)}/history`).catch(() => undefined);
  const steps = image.config.history;
  if (!Array.isArray(history) || history.length !== steps.length) return undefined;
  const sizes = history
    .toReversed()
    .filter((_, i) => !steps[i]!.emptyLayer)
    .map((step: { Size?: unknown } | null) => step?.Size);
  const isKnown = sizes.every((size): size is number => typeof size === 'number' && size >= 0);
  return isKnown && sizes.length === image.layers.length ? sizes : undefined;
}
