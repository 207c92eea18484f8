// From index entries to the one manifest and config of a platform, through nested indexes (image-spec image-index.md).
import { PlimsollError } from '../../errors.ts';
import type { Digest } from '../bytes/digest.ts';
import { type ImageConfig, parseImageConfig } from '../image/config.ts';
import type { Descriptor, Platform } from '../image/descriptor.ts';
import type { OpenOptions } from '../image/image.ts';
import { type ImageManifest, MANIFEST_LIMIT_BYTES, parseManifest } from '../image/manifest.ts';
import { isImageConfigType } from '../image/media-types.ts';
import {
  formatPlatform,
  hostPlatform,
  isAttestation,
  parsePlatform,
  platformNotFound,
  selectManifests,
} from '../image/platform.ts';
import { throwIfAborted } from './check-abort.ts';
import type { ImageFiles } from './image-files.ts';
import { CONFIG_LIMIT_BYTES, readBlob } from './read-blob.ts';

/** Indexes deeper than this below index.json are refused; tools write one. */
const DEPTH_LIMIT = 4;

/** A manifest and its config, both proven against their digests. */
export interface FoundImage {
  readonly digest: Digest;
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
}

interface Search {
  readonly files: ImageFiles;
  readonly options: OpenOptions;
  readonly wanted: Platform;
  /** Every digest is read once, so that an index cannot lead in circles or multiply the work. */
  readonly seen: Set<Digest>;
  /** What was there, for the error; a platform known only from a config is filled in. */
  readonly offered: Descriptor[];
}

/**
 * The best image for the wanted platform. Where `--platform` is not given and there is only one image, it is taken
 * whatever its platform is. Throws PLATFORM_NOT_FOUND, NOT_AN_IMAGE, IMAGE_INVALID or DIGEST_MISMATCH.
 */
export async function findImage(
  files: ImageFiles,
  entries: readonly Descriptor[],
  options: OpenOptions,
): Promise<FoundImage> {
  const wanted = options.platform === undefined ? hostPlatform() : parsePlatform(options.platform);
  const search: Search = { files, options, wanted, seen: new Set(), offered: [] };
  const found = await searchEntries(search, entries, 0);
  if (found === undefined) {
    if (search.offered.some((entry) => entry.platform !== undefined && !isAttestation(entry)))
      throw platformNotFound(search.offered, wanted, files.subject);
    throw new PlimsollError('NOT_AN_IMAGE', 'it holds no container image', {
      subject: files.subject,
      hint: 'Charts, signatures and other artifacts have no file system to look into.',
    });
  }
  return found;
}

/** Tells which platform an image is for where nobody asked for it and the host's is another. */
export function noticePlatform(platform: Platform, options: OpenOptions): void {
  if (options.platform !== undefined || platform.os === '') return;
  const fitting = selectManifests([asOffer(platform)], hostPlatform());
  if (fitting.length === 0)
    options.onNotice?.(`the only image there is for ${formatPlatform(platform)}; it is used`);
}

/** Throws PLATFORM_NOT_FOUND where `--platform` asks for another platform than the only one there is. */
export function requirePlatform(platform: Platform, options: OpenOptions, subject: string): void {
  if (options.platform === undefined) return noticePlatform(platform, options);
  const wanted = parsePlatform(options.platform);
  if (selectManifests([asOffer(platform)], wanted).length === 0)
    throw platformNotFound([asOffer(platform)], wanted, subject);
}

async function searchEntries(
  search: Search,
  entries: readonly Descriptor[],
  depth: number,
): Promise<FoundImage | undefined> {
  const images = entries.filter((entry) => !isAttestation(entry));
  const isOnlyOne = images.length === 1 && search.options.platform === undefined;
  const candidates = isOnlyOne ? images : selectManifests(images, search.wanted);
  for (const image of images) search.offered.push(image);
  for (const entry of candidates) {
    if (search.seen.has(entry.digest)) continue;
    search.seen.add(entry.digest);
    const found = await searchEntry(search, entry, isOnlyOne, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function searchEntry(
  search: Search,
  entry: Descriptor,
  isOnlyOne: boolean,
  depth: number,
): Promise<FoundImage | undefined> {
  const { files } = search;
  throwIfAborted(search.options.signal);
  const bytes = await readBlob(files, entry, MANIFEST_LIMIT_BYTES, 'the manifest');
  const parsed = parseManifest(bytes, entry.mediaType, `the manifest ${entry.digest}`);
  if (parsed.kind === 'index') {
    if (depth >= DEPTH_LIMIT)
      throw new PlimsollError('IMAGE_INVALID', `indexes lie within each other deeper than ${DEPTH_LIMIT}`, {
        subject: files.subject,
      });
    return searchEntries(search, parsed.manifests, depth + 1);
  }
  if (parsed.config.mediaType !== '' && !isImageConfigType(parsed.config.mediaType)) return undefined;
  const config = parseImageConfig(
    await readBlob(files, parsed.config, CONFIG_LIMIT_BYTES, 'the config'),
    `the config ${parsed.config.digest}`,
  );
  if (entry.platform === undefined && !isOnlyOne) {
    const offer = asOffer(config.platform, entry);
    search.offered.push(offer);
    if (selectManifests([offer], search.wanted).length === 0) return undefined;
  }
  if (isOnlyOne) noticePlatform(config.platform, search.options);
  return { digest: entry.digest, manifest: parsed, config };
}

function asOffer(platform: Platform, entry?: Descriptor): Descriptor {
  const digest: Digest = entry?.digest ?? `sha256:${'0'.repeat(64)}`;
  return { mediaType: '', digest, sizeBytes: entry?.sizeBytes ?? 0, platform };
}
