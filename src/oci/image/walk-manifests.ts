// Every image that indexes lead to, whatever its platform: for whoever wants all of them and not one.
import { PlimsollError } from '../../errors.ts';
import type { Digest } from '../bytes/digest.ts';
import type { Descriptor } from './descriptor.ts';
import type { ImageReader } from './find-image.ts';
import type { ImageIndex, ImageManifest } from './manifest.ts';
import { isImageConfigType, isIndexType, isManifestType } from './media-types.ts';
import { isAttestation } from './platform.ts';

const DEPTH_LIMIT = 4;
/** Of one list's images no more are looked at. */
const IMAGE_LIMIT = 10_000;

/** An image's manifest, and what led to it. */
export interface WalkedManifest {
  readonly descriptor: Descriptor;
  /** The indexes above it, the outermost first, with the sizes that they have. */
  readonly above: readonly Descriptor[];
  /** Undefined where `isKnown` says that it need not be read. */
  readonly manifest: ImageManifest | undefined;
}

/** How to walk. */
export interface WalkOptions {
  readonly reader: Pick<ImageReader, 'readManifest'>;
  readonly signal: AbortSignal | undefined;
  /** Whether a manifest of this digest need not be read. */
  readonly isKnown?: (digest: Digest) => boolean;
  /** Whether an image that states this descriptor is wanted; all are where it is not given. */
  readonly isWanted?: (descriptor: Descriptor) => boolean;
  /** Told of what cannot be read; where it is not given, that is thrown. */
  readonly onUnreadable?: (descriptor: Descriptor, error: PlimsollError) => void;
}

/** The images behind a descriptor, in the order of the indexes; attestations and artifacts are left out. */
export async function walkManifests(
  entry: Descriptor,
  options: WalkOptions,
): Promise<readonly WalkedManifest[]> {
  return walk(entry, [], { ...options, seen: new Set() });
}

async function walk(
  entry: Descriptor,
  above: readonly Descriptor[],
  options: WalkOptions & { readonly seen: Set<Digest> },
): Promise<readonly WalkedManifest[]> {
  const { reader, signal, isKnown, isWanted, onUnreadable, seen } = options;
  const isImage = entry.mediaType === '' || isManifestType(entry.mediaType) || isIndexType(entry.mediaType);
  if (!isImage || isAttestation(entry) || seen.has(entry.digest)) return [];
  if (seen.size >= IMAGE_LIMIT) return [];
  seen.add(entry.digest);
  if (isWanted?.(entry) === false) return [];
  if (isKnown?.(entry.digest) === true) return [{ descriptor: entry, above, manifest: undefined }];
  let document: ImageManifest | ImageIndex;
  try {
    document = await reader.readManifest(entry, signal);
    if (document.kind === 'index' && above.length >= DEPTH_LIMIT)
      throw new PlimsollError('IMAGE_INVALID', `indexes lie within each other deeper than ${DEPTH_LIMIT}`);
  } catch (error) {
    if (onUnreadable === undefined || !(error instanceof PlimsollError) || error.code === 'ABORTED')
      throw error;
    onUnreadable(entry, error);
    return [];
  }
  const descriptor = { ...entry, mediaType: document.mediaType, sizeBytes: document.bytes.byteLength };
  if (document.kind === 'manifest') {
    const { mediaType } = document.config;
    return mediaType === '' || isImageConfigType(mediaType)
      ? [{ descriptor, above, manifest: document }]
      : [];
  }
  const parts = document.manifests.map((child) => walk(child, [...above, descriptor], options));
  return (await Promise.all(parts)).flat();
}
