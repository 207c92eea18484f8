// Which manifest of an image in containerd's store is meant: such an image has all the platforms that were pulled or built,
// and attestations beside them, which are no images.
import { PlimsollError } from '../../errors.ts';
import type { Digest } from '../bytes/digest.ts';
import { type ImageConfig, parseImageConfig } from '../image/config.ts';
import type { Descriptor, Platform } from '../image/descriptor.ts';
import type { OpenOptions } from '../image/image.ts';
import { type ImageManifest, parseManifest } from '../image/manifest.ts';
import { isImageConfigType } from '../image/media-types.ts';
import { isAttestation, platformNotFound, selectManifests } from '../image/platform.ts';
import { wantedPlatform } from '../image/wanted-platform.ts';
import type { EngineImage } from './engine-image.ts';
import type { FilteredExports } from './filtered-exports.ts';

/** Manifests tried for one image at most, however many fit. */
const READ_LIMIT = 32;
const DEPTH_LIMIT = 4;

/** A manifest and its config, both proven against their digests. */
export interface FoundManifest {
  readonly digest: Digest;
  /** The platform that the manifest is listed for. */
  readonly platform: Platform | undefined;
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
}

/**
 * The manifest for the wanted platform, or where none is named for the one that the engine would run; of several for
 * that platform the one that has the engine's own layers. Throws PLATFORM_NOT_FOUND and IMAGE_INVALID.
 */
export async function findManifest(
  { inspected, name }: EngineImage,
  exports: FilteredExports,
  options: OpenOptions,
): Promise<FoundManifest> {
  const manifests =
    inspected.manifests ??
    (await listManifests({ mediaType: '', digest: inspected.id, sizeBytes: 0 }, exports, 0, new Set()));
  const hasOwn = options.platform === undefined && inspected.platform.os !== '';
  const wanted = hasOwn ? inspected.platform : wantedPlatform(options);
  const isOnlyOne = manifests.length === 1 && options.platform === undefined;
  const candidates = isOnlyOne ? manifests : selectManifests(manifests, wanted);
  const offered: Descriptor[] = [];
  let first: FoundManifest | undefined;
  for (const entry of candidates.slice(0, READ_LIMIT)) {
    const found = await readManifest(entry, exports);
    if (found === undefined) continue;
    const offer = { ...entry, mediaType: '', platform: entry.platform ?? found.config.platform };
    offered.push(offer);
    if (!isOnlyOne && selectManifests([offer], wanted).length === 0) continue;
    if (!hasOwn || found.config.diffIds.join() === inspected.diffIds.join()) return found;
    first ??= found;
  }
  if (first !== undefined) return first;
  throw platformNotFound([...manifests, ...offered], wanted, name);
}

/** The images that an index leads to, in its order; each digest once, so that an index cannot multiply the work. */
async function listManifests(
  entry: Descriptor,
  exports: FilteredExports,
  depth: number,
  seen: Set<Digest>,
): Promise<readonly Descriptor[]> {
  if (seen.has(entry.digest)) return [];
  seen.add(entry.digest);
  const bytes = await exports.find(entry.digest, undefined);
  if (bytes === undefined) return [];
  const manifest = parseManifest(bytes, entry.mediaType, `the manifest ${entry.digest}`);
  if (manifest.kind === 'manifest') return [entry];
  if (depth >= DEPTH_LIMIT)
    throw new PlimsollError('IMAGE_INVALID', `indexes lie within each other deeper than ${DEPTH_LIMIT}`);
  const found: Descriptor[] = [];
  for (const image of manifest.manifests.filter((item) => !isAttestation(item)))
    found.push(...(await listManifests(image, exports, depth + 1, seen)));
  return found;
}

/** A manifest with its config; undefined where the engine does not have both, or where they are no image. */
async function readManifest(entry: Descriptor, exports: FilteredExports): Promise<FoundManifest | undefined> {
  const { digest, platform } = entry;
  const bytes = await exports.find(digest, platform);
  if (bytes === undefined) return undefined;
  const manifest = parseManifest(bytes, entry.mediaType, `the manifest ${digest}`);
  if (manifest.kind === 'index') return undefined;
  const { mediaType } = manifest.config;
  if (mediaType !== '' && !isImageConfigType(mediaType)) return undefined;
  const what = `the config ${manifest.config.digest}`;
  const config = await exports.find(manifest.config.digest, platform);
  return config && { digest, platform, manifest, config: parseImageConfig(config, what) };
}
