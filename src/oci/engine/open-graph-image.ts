// An image of Docker's own storage drivers or of podman: no manifest, plain layers, and the id is the config's digest.
import { PlimsollError, withSubject } from '../../errors.ts';
import type { ImageConfig } from '../image/config.ts';
import type { ExportedBlob, OpenedImage, OpenOptions } from '../image/image.ts';
import { requirePlatform } from '../image/wanted-platform.ts';
import { deriveConfig } from './derive-config.ts';
import type { EngineImage } from './engine-image.ts';
import { offerLayers } from './export-layers.ts';
import { parseOwnConfig } from './own-config.ts';

/**
 * Opens it. The config is derived where that is certain, with a cache and without, so that its report is always the
 * same; else it is the one kept from an earlier export, or what the next export brings.
 */
export async function openGraphImage(place: EngineImage, options: OpenOptions): Promise<OpenedImage> {
  const { name, inspected } = place;
  const { id, diffIds } = inspected;
  requirePlatform(inspected.platform, options, name);
  const derived = deriveConfig(inspected, await readHistory(place));
  let exact = derived.isCertain ? derived.config : readKept(place, options);
  return {
    transport: 'docker-daemon',
    reference: `docker-daemon:${name}`,
    digest: id,
    get config() {
      return exact ?? derived.config;
    },
    get isConfigProvisional() {
      return exact === undefined;
    },
    annotations: {},
    layers: diffIds.map((diffId, index) => ({
      index,
      diffId,
      descriptor: null,
      location: { kind: 'export' },
    })),
    diffIdsVouched: true,
    exportLayers: (signal) =>
      exportGraphLayers(place, signal, (bytes, config) => {
        exact ??= config;
        options.documents?.write(id, bytes);
      }),
    close: async () => {},
  };
}

/** Without the history only the instructions are missing. */
async function readHistory({ client, path }: EngineImage): Promise<unknown> {
  try {
    return await client.getJson(`${path}/history`);
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'ABORTED') throw error;
    return undefined;
  }
}

function readKept({ inspected }: EngineImage, { documents }: OpenOptions): ImageConfig | undefined {
  const { id, diffIds } = inspected;
  const bytes = documents?.read(id);
  return bytes && parseOwnConfig(bytes, id, diffIds);
}

/** The image is asked for by its id, because its name may have moved on since it was inspected. */
async function* exportGraphLayers(
  { client, name, inspected }: EngineImage,
  signal: AbortSignal,
  onConfig: (bytes: Uint8Array, config: ImageConfig) => void,
): AsyncGenerator<ExportedBlob> {
  const { id, diffIds } = inspected;
  const open = (): AsyncIterable<Uint8Array> => client.getStream(`/images/${id}/get`, {}, signal);
  try {
    yield* offerLayers({ subject: name, id, diffIds, open, onConfig });
  } catch (error) {
    throw withSubject(error, name);
  }
}
