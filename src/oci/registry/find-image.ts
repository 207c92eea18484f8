// From a reference to the one manifest and config of a platform, through nested indexes (image-spec image-index.md).
import { PlimsollError } from '../../errors.ts';
import type { Digest } from '../bytes/digest.ts';
import type { ImageConfig } from '../image/config.ts';
import type { Descriptor, Platform } from '../image/descriptor.ts';
import type { OpenOptions } from '../image/image.ts';
import type { ImageManifest } from '../image/manifest.ts';
import { isImageConfigType } from '../image/media-types.ts';
import {
  hostPlatform,
  isAttestation,
  parsePlatform,
  platformNotFound,
  selectManifests,
} from '../image/platform.ts';
import { formatRegistryReference } from '../image/reference.ts';
import { noticePlatform, requirePlatform } from '../layout/find-image.ts';
import { type FetchedManifest, fetchByReference, fetchConfig, fetchManifest } from './manifest.ts';
import type { Registry } from './registry.ts';

/** Indexes within indexes deeper than this are refused; tools write two levels. */
const DEPTH_LIMIT = 4;
/** Manifests and configs fetched for one image at most, however many an index offers. */
const FETCH_LIMIT = 32;

/** A manifest and its config, both proven against their digests. */
export interface FoundImage {
  readonly digest: Digest;
  /** What the reference itself names: the manifest's digest, or that of the index above it. */
  readonly topDigest: Digest;
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
}

interface Search {
  readonly registry: Registry;
  readonly options: OpenOptions;
  readonly subject: string;
  readonly wanted: Platform;
  /** Every digest is fetched once, so that an index cannot lead in circles or multiply the work. */
  readonly seen: Set<Digest>;
  /** What was there, for the error; a platform known only from a config is filled in. */
  readonly offered: Descriptor[];
  /** The type of the last artifact that is no image, for the error. */
  artifactType: string | undefined;
}

/**
 * The best image for the wanted platform; where `--platform` is not given and there is only one image, it is taken
 * whatever its platform is. Throws PLATFORM_NOT_FOUND, IMAGE_UNSUPPORTED, IMAGE_INVALID, and what fetching throws.
 */
export async function findImage(registry: Registry, options: OpenOptions): Promise<FoundImage> {
  const subject = `docker://${formatRegistryReference(registry.reference)}`;
  const wanted = options.platform === undefined ? hostPlatform() : parsePlatform(options.platform);
  const top = await fetchByReference(registry, registry.reference, options.signal);
  const { manifest } = top;
  if (manifest.kind === 'manifest') {
    if (!isImage(manifest)) throw notAnImage(artifactTypeOf(manifest), subject);
    const config = await fetchConfig(registry, manifest.config, options.signal);
    requirePlatform(config.platform, options, subject);
    return { digest: top.digest, topDigest: top.digest, manifest, config };
  }
  const search: Search = {
    registry,
    options,
    subject,
    wanted,
    seen: new Set([top.digest]),
    offered: [],
    artifactType: undefined,
  };
  const found = await searchEntries(search, manifest.manifests, 1);
  if (found !== undefined) return { ...found, topDigest: top.digest };
  const hasPlatforms = search.offered.some((entry) => entry.platform !== undefined && !isAttestation(entry));
  if (search.artifactType !== undefined && !hasPlatforms) throw notAnImage(search.artifactType, subject);
  throw platformNotFound(search.offered, wanted, subject);
}

async function searchEntries(
  search: Search,
  entries: readonly Descriptor[],
  depth: number,
): Promise<Omit<FoundImage, 'topDigest'> | undefined> {
  const images = entries.filter((entry) => !isAttestation(entry));
  const isOnlyOne = images.length === 1 && search.options.platform === undefined;
  const candidates = isOnlyOne ? images : selectManifests(images, search.wanted);
  search.offered.push(...images.slice(0, 1000));
  for (const entry of candidates) {
    if (search.seen.has(entry.digest)) continue;
    search.seen.add(entry.digest);
    if (search.seen.size > FETCH_LIMIT)
      throw new PlimsollError(
        'IMAGE_INVALID',
        `none of the first ${FETCH_LIMIT} manifests of the index fits`,
        {
          subject: search.subject,
          hint: 'Name the manifest itself: NAME@DIGEST.',
        },
      );
    const fetched = await fetchManifest(search.registry, entry, search.options.signal);
    const found = await searchEntry(search, entry, fetched, isOnlyOne, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function searchEntry(
  search: Search,
  entry: Descriptor,
  { digest, manifest }: FetchedManifest,
  isOnlyOne: boolean,
  depth: number,
): Promise<Omit<FoundImage, 'topDigest'> | undefined> {
  if (manifest.kind === 'index') {
    if (depth >= DEPTH_LIMIT)
      throw new PlimsollError('IMAGE_INVALID', `indexes lie within each other deeper than ${DEPTH_LIMIT}`, {
        subject: search.subject,
      });
    return searchEntries(search, manifest.manifests, depth + 1);
  }
  if (!isImage(manifest)) {
    search.artifactType = artifactTypeOf(manifest);
    return undefined;
  }
  const config = await fetchConfig(search.registry, manifest.config, search.options.signal);
  if (entry.platform === undefined && !isOnlyOne) {
    const offer: Descriptor = { ...entry, mediaType: '', platform: config.platform };
    search.offered.push(offer);
    if (selectManifests([offer], search.wanted).length === 0) return undefined;
  }
  if (isOnlyOne) noticePlatform(config.platform, search.options);
  return { digest, manifest, config };
}

function isImage(manifest: ImageManifest): boolean {
  return manifest.config.mediaType === '' || isImageConfigType(manifest.config.mediaType);
}

function artifactTypeOf(manifest: ImageManifest): string {
  return manifest.config.mediaType;
}

function notAnImage(type: string, subject: string): PlimsollError {
  return new PlimsollError('IMAGE_UNSUPPORTED', `this is no container image but an artifact (${type})`, {
    subject,
    hint: 'Charts, signatures and attestations have no file system to look into.',
  });
}
