// An engine that takes an image: an archive as `docker save` writes it is made in a temporary file, then loaded. An engine
// stores all of it before it gives the image its name.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlimsollError, withSubject } from '../../errors.ts';
import { DockerArchive } from '../archive/docker-archive.ts';
import { requireDockerName } from '../archive/docker-archive-destination.ts';
import type { Environment } from '../docker-config.ts';
import type { DestinationOptions, ImageDestination } from '../image/destination.ts';
import { StagedFile } from '../staging/staged-file.ts';
import { connectEngine, type EngineClient } from './engine-client.ts';
import { findEndpoints } from './find-endpoints.ts';
import { parseInspected } from './inspected-image.ts';

/** An answer to loading is a few lines of progress. */
const ANSWER_LIMIT_BYTES = 8 * 1024 * 1024;

/** Opens the first engine that answers; throws ENGINE_UNREACHABLE, REFERENCE_INVALID or DESTINATION_UNWRITABLE. */
export async function openEngineDestination(
  name: string,
  options: DestinationOptions = {},
  environment: Environment = process.env,
): Promise<ImageDestination> {
  const repoTag = requireDockerName(name, `docker-daemon:${name}`);
  const client = await connectFirst(options, environment);
  const staged = await StagedFile.open(join(tmpdir(), 'plimsoll-load.tar'), true);
  const archive = new DockerArchive(repoTag, staged);
  return {
    kind: 'docker-daemon',
    reference: `docker-daemon:${repoTag}`,
    layerForm: 'plain',
    takesIndexes: false,
    findLayer: async (diffId) => archive.findLayer(diffId),
    hasBlob: async (descriptor) => archive.hasBlob(descriptor),
    writeBlob: (blob, signal) => archive.writeBlob(blob, signal),
    locateBlob: (descriptor) => archive.locateBlob(descriptor),
    async commit(image, signal) {
      const config = await archive.end(image);
      try {
        await load(client, staged, signal);
        await requireLoaded(client, repoTag, archive.diffIds);
      } catch (error) {
        throw withSubject(error, `docker-daemon:${repoTag}`);
      }
      return config;
    },
    close: () => staged.remove(),
  };
}

async function connectFirst(options: DestinationOptions, environment: Environment): Promise<EngineClient> {
  let failure: unknown = new PlimsollError('ENGINE_UNREACHABLE', 'there is no engine socket', {
    hint: 'Start the engine, or set DOCKER_HOST to where it listens.',
  });
  for (const endpoint of await findEndpoints(environment)) {
    try {
      return await connectEngine(endpoint, options);
    } catch (error) {
      if (!(error instanceof PlimsollError) || error.code !== 'ENGINE_UNREACHABLE') throw error;
      failure = error;
    }
  }
  throw failure;
}

/** The engine's answer is a line of JSON for each step; one that speaks of an error is the last. */
async function load(client: EngineClient, staged: StagedFile, signal: AbortSignal): Promise<void> {
  const { size } = await staged.handle.stat();
  const body = {
    mediaType: 'application/x-tar',
    sizeBytes: size,
    open: () => staged.handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 1024 * 1024 }),
  };
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of client.postStream('/images/load', { quiet: '1' }, body, signal)) {
    sizeBytes += piece.byteLength;
    if (sizeBytes <= ANSWER_LIMIT_BYTES) pieces.push(piece);
  }
  for (const line of Buffer.concat(pieces).toString('utf8').split('\n')) {
    const complaint = readComplaint(line);
    if (complaint !== undefined)
      throw new PlimsollError('ENGINE_REFUSED', `the engine does not load the image: ${complaint}`);
  }
}

function readComplaint(line: string): string | undefined {
  try {
    const { error } = JSON.parse(line) as { readonly error?: unknown };
    return typeof error === 'string' ? error.replace(/[\x00-\x1f\x7f]+/g, ' ').slice(0, 300) : undefined;
  } catch {
    return undefined;
  }
}

/** The name must mean the image that was sent, layer by layer. */
async function requireLoaded(
  client: EngineClient,
  repoTag: string,
  diffIds: readonly string[],
): Promise<void> {
  const path = `/images/${repoTag.split('/').map(encodeURIComponent).join('/')}/json`;
  const loaded = parseInspected(await client.getJson(path));
  if (loaded.diffIds.join() !== diffIds.join())
    throw new PlimsollError('ENGINE_REFUSED', 'the engine shows another image under the name');
}
