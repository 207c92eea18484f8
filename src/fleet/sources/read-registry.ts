// Images of registries, from their manifests and configs: no layer is pulled. Repositories are asked side by side, with a limit on
// requests that all of them share; what an earlier snapshot or run knows is not asked again.
import { setMaxListeners } from 'node:events';
import type { Digest } from '../../oci/bytes/digest.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import { formatRegistryReference, type RegistryReference } from '../../oci/image/reference.ts';
import { familiarName } from '../../oci/layout/image-name.ts';
import { listRepositoryImages, type RepositoryImage } from '../../oci/registry/list-images.ts';
import { listRepositories } from '../../oci/registry/list-repositories.ts';
import { createSemaphore, type Semaphore } from '../../oci/registry/semaphore.ts';
import type { FleetImage } from '../snapshot/fleet-snapshot.ts';
import { isPlatformWanted } from './fleet-options.ts';
import { type FleetReading, leaveOutInvalid, openOptionsOf } from './fleet-reading.ts';
import { statedBase } from './image-parts.ts';

const REPOSITORIES_AT_ONCE = 4;
const REQUESTS_AT_ONCE = 8;

type Target = Pick<RegistryReference, 'host' | 'repository' | 'tag' | 'digest'>;

/** Adds the images of all repositories under a prefix. */
export async function readRegistry(reading: FleetReading, host: string, prefix: string): Promise<void> {
  const repositories = await listRepositories(host, prefix, openOptionsOf(reading.options));
  await readReferences(
    reading,
    repositories.map((repository) => ({ host, repository })),
  );
}

/** Adds the images of references: of one tag or digest, or of all tags where a reference has neither. */
export async function readReferences(reading: FleetReading, targets: readonly Target[]): Promise<void> {
  // Whoever waits for a place listens; there may be thousands.
  setMaxListeners(0, reading.options.signal);
  const atOnce = createSemaphore(REPOSITORIES_AT_ONCE);
  const places = createSemaphore(REQUESTS_AT_ONCE);
  const known = knownImages(reading.options.known?.images ?? []);
  let done = 0;
  const results = await Promise.allSettled(
    targets.map(async (target) => {
      const release = await atOnce.acquire(reading.options.signal);
      try {
        const images = await listTarget(reading, target, places, known);
        reading.options.onStep?.(`${++done} of ${targets.length} repositories: ${target.repository}`);
        return images;
      } finally {
        release();
      }
    }),
  );
  const failure = results.find((result) => result.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  // In the order that was asked for, whichever answered first.
  const found = new Map<string, { readonly target: Target; image: RepositoryImage }>();
  for (const [i, result] of results.entries())
    for (const image of result.status === 'fulfilled' ? result.value : []) {
      const target = targets[i]!;
      const same = found.get(keyOf(target, image.digest));
      if (same === undefined) found.set(keyOf(target, image.digest), { target, image });
      else same.image = { ...same.image, tags: [...new Set([...same.image.tags, ...image.tags])] };
    }
  for (const { target, image } of found.values())
    leaveOutInvalid(reading, keyOf(target, image.digest), () => addImage(reading, target, image, known));
}

async function listTarget(
  { options }: FleetReading,
  target: Target,
  places: Semaphore,
  known: ReadonlyMap<string, FleetImage>,
): Promise<readonly RepositoryImage[]> {
  const mark = `fleet listing ${target.host}/${target.repository}`;
  const isWarm = known.size > 0 || options.store?.readBlock(mark) !== undefined;
  const images = await listRepositoryImages(target, {
    ...openOptionsOf(options),
    places,
    isWarm,
    isKnown: (digest) => known.has(keyOf(target, digest)),
    isWanted: ({ platform }) => platform === undefined || isPlatformWanted(platform, options),
  });
  if (!isWarm) options.store?.writeBlock(mark, Buffer.from('1'));
  return images;
}

function addImage(
  { builder, options }: FleetReading,
  target: Target,
  { tags, digest, isOneOfSeveral, above, read }: RepositoryImage,
  known: ReadonlyMap<string, FleetImage>,
): void {
  const repository = nameRepository(target);
  const [tag] = tags;
  const place = tag === undefined ? `${repository}@${digest}` : `${repository}:${tag}`;
  const before = known.get(keyOf(target, digest));
  const platform = read?.config.platform ?? before?.platform;
  if (platform === undefined || !isPlatformWanted(platform, options)) return;
  const name = isOneOfSeveral ? `${place} (${formatPlatform(platform)})` : place;
  if (read === undefined) {
    const { layers: table } = options.known!;
    const layers = Array.from(before!.layers, (layer) => ({
      digest: table.digests[layer]!,
      shippedBytes: definedOf(table.shippedBytes[layer]),
      diffId: table.diffIds[layer],
      entryBytes: definedOf(table.entryBytes[layer]),
      diskBytes: definedOf(table.diskBytes?.[layer]),
    }));
    builder.add({ ...before!, name, tags, layers });
    return;
  }
  const { descriptor, manifest, config } = read;
  builder.add({
    name,
    repository,
    tags,
    digest,
    platform,
    osVersion: undefined,
    created: config.created,
    base: statedBase(manifest.annotations, config),
    dockerfile: undefined,
    reference: `docker://${formatRegistryReference({ host: target.host, repository: target.repository, digest })}`,
    documents: [...above, descriptor, manifest.config].map((item) => ({
      digest: item.digest,
      sizeBytes: item.sizeBytes,
    })),
    layers: manifest.layers.map((layer, i) => ({
      digest: layer.digest,
      shippedBytes: layer.sizeBytes,
      diffId: manifest.layers.length === config.diffIds.length ? config.diffIds[i] : undefined,
    })),
  });
}

/** As people write it: Docker Hub's without its host. */
function nameRepository({ host, repository }: Target): string {
  return familiarName(`${host}/${repository}`).replace(/:latest$/, '');
}

function keyOf(target: Target, digest: Digest): string {
  return `${nameRepository(target)}@${digest}`;
}

function knownImages(images: readonly FleetImage[]): ReadonlyMap<string, FleetImage> {
  return new Map(
    images.flatMap((image) =>
      image.digest === undefined ? [] : [[`${image.repository}@${image.digest}`, image]],
    ),
  );
}

function definedOf(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}
