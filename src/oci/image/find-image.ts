// From descriptors to the one manifest and config of a platform, through nested indexes (image-spec image-index.md).
import { type ErrorCode, PlimsollError } from '../../errors.ts';
import type { Digest } from '../bytes/digest.ts';
import type { ImageConfig } from './config.ts';
import type { Descriptor, Platform } from './descriptor.ts';
import type { OpenOptions } from './image.ts';
import type { ImageIndex, ImageManifest } from './manifest.ts';
import { isImageConfigType } from './media-types.ts';
import { isAttestation, platformNotFound, selectManifests } from './platform.ts';
import type { StoredDocument } from './stored-image.ts';
import { noticePlatform, wantedPlatform } from './wanted-platform.ts';

/** Indexes within indexes deeper than this are refused; tools write two levels. */
const DEPTH_LIMIT = 4;
/** Manifests and indexes read for one image at most, however many an index offers. */
const READ_LIMIT = 32;
/** Platforms kept of one index for the error that lists them. */
const OFFER_LIMIT = 1000;

/** A manifest and its config, both proven against their digests. */
export interface FoundImage {
  readonly digest: Digest;
  /** The digest the search set out from: the manifest's, or that of the outermost index above it. */
  readonly topDigest: Digest;
  /** What led to the manifest: the outermost index first, the manifest itself last. */
  readonly documents: readonly StoredDocument[];
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
}

/** What the search needs of a place; both reads prove what they give against the descriptor. */
export interface ImageReader {
  /** The place or the reference, for messages. */
  readonly subject: string;
  /** How the place calls it where there is no image of any platform: an artifact alone, or nothing at all. */
  readonly codes: { readonly artifact: ErrorCode; readonly nothing: ErrorCode };
  readManifest(descriptor: Descriptor, signal: AbortSignal | undefined): Promise<ImageManifest | ImageIndex>;
  readConfig(descriptor: Descriptor, signal: AbortSignal | undefined): Promise<ImageConfig>;
}

interface Search {
  readonly reader: ImageReader;
  readonly options: OpenOptions;
  readonly wanted: Platform;
  /** Every digest is read once, so that an index cannot lead in circles or multiply the work. */
  readonly seen: Set<Digest>;
  /** The platforms that were there, for the error; one known only from a config is filled in. */
  readonly offered: Descriptor[];
  /** The type of the last artifact that is no image, for the error. */
  artifactType: string | undefined;
}

/**
 * The best image for the wanted platform. Where `--platform` is not given and there is only one image, it is taken
 * whatever its platform is. Throws PLATFORM_NOT_FOUND, IMAGE_INVALID, the place's codes, and what its reads throw.
 */
export async function findImage(
  reader: ImageReader,
  entries: readonly Descriptor[],
  options: OpenOptions,
): Promise<FoundImage> {
  const wanted = wantedPlatform(options);
  const search: Search = { reader, options, wanted, seen: new Set(), offered: [], artifactType: undefined };
  const found = await searchEntries(search, entries, 0);
  if (found !== undefined) return found;
  if (search.offered.some((entry) => !isAttestation(entry)))
    throw platformNotFound(search.offered, wanted, reader.subject);
  throw noImage(search);
}

async function searchEntries(
  search: Search,
  entries: readonly Descriptor[],
  depth: number,
): Promise<FoundImage | undefined> {
  const images = entries.filter((entry) => !isAttestation(entry));
  const isOnlyOne = images.length === 1 && search.options.platform === undefined;
  const candidates = isOnlyOne ? images : selectManifests(images, search.wanted);
  search.offered.push(...images.filter((entry) => entry.platform !== undefined).slice(0, OFFER_LIMIT));
  for (const entry of candidates) {
    if (search.seen.has(entry.digest)) continue;
    search.seen.add(entry.digest);
    if (search.seen.size > READ_LIMIT)
      throw new PlimsollError(
        'IMAGE_INVALID',
        `none of the first ${READ_LIMIT} manifests of the index fits`,
        {
          subject: search.reader.subject,
          hint: 'Name the manifest itself by its digest.',
        },
      );
    const found = await searchEntry(search, entry, isOnlyOne, depth);
    if (found !== undefined) return { ...found, topDigest: entry.digest };
  }
  return undefined;
}

async function searchEntry(
  search: Search,
  entry: Descriptor,
  isOnlyOne: boolean,
  depth: number,
): Promise<Omit<FoundImage, 'topDigest'> | undefined> {
  const { reader, options } = search;
  const manifest = await reader.readManifest(entry, options.signal);
  if (manifest.kind === 'index') {
    if (depth >= DEPTH_LIMIT)
      throw new PlimsollError('IMAGE_INVALID', `indexes lie within each other deeper than ${DEPTH_LIMIT}`, {
        subject: reader.subject,
      });
    const found = await searchEntries(search, manifest.manifests, depth + 1);
    return found && { ...found, documents: [asStored(entry, manifest), ...found.documents] };
  }
  const { mediaType } = manifest.config;
  if (mediaType !== '' && !isImageConfigType(mediaType)) {
    search.artifactType = mediaType;
    return undefined;
  }
  const config = await reader.readConfig(manifest.config, options.signal);
  if (entry.platform === undefined && !isOnlyOne) {
    const offer: Descriptor = { ...entry, mediaType: '', platform: config.platform };
    search.offered.push(offer);
    if (selectManifests([offer], search.wanted).length === 0) return undefined;
  }
  if (isOnlyOne) noticePlatform(config.platform, options);
  return { digest: entry.digest, documents: [asStored(entry, manifest)], manifest, config };
}

function asStored(entry: Descriptor, { mediaType, bytes }: ImageManifest | ImageIndex): StoredDocument {
  return { ...entry, mediaType, sizeBytes: bytes.byteLength, bytes };
}

function noImage({ reader, artifactType }: Search): PlimsollError {
  const { artifact, nothing } = reader.codes;
  const isArtifact = artifactType !== undefined;
  return new PlimsollError(
    isArtifact ? artifact : nothing,
    `it holds no container image${isArtifact ? ` but an artifact (${artifactType})` : ''}`,
    {
      subject: reader.subject,
      hint: 'Charts, signatures and other artifacts have no file system to look into.',
    },
  );
}
