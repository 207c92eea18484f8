// The index of images for several platforms, rewritten child by child. What speaks of the old images by their digests
// (attestations, other artifacts) does not hold for the new ones and is left out, by name.
import { PlimsollError } from '../errors.ts';
import { type Digest, digestBytes } from '../oci/bytes/digest.ts';
import type { Descriptor } from '../oci/image/descriptor.ts';
import type { Document } from '../oci/image/destination.ts';
import type { ImageIndex } from '../oci/image/manifest.ts';
import { isManifestType } from '../oci/image/media-types.ts';
import { formatPlatform, isAttestation } from '../oci/image/platform.ts';

/** A child of an index that is an image of a platform. */
export interface IndexedPlatform {
  readonly digest: Digest;
  /** `os/architecture[/variant]` */
  readonly text: string;
}

/** The images of the index, each once. */
export function listPlatforms({ manifests }: ImageIndex): readonly IndexedPlatform[] {
  const images = new Map<Digest, IndexedPlatform>();
  for (const { digest, platform, mediaType, ...entry } of manifests) {
    if (platform === undefined || isAttestation({ ...entry, digest, platform, mediaType })) continue;
    if (mediaType === '' || isManifestType(mediaType))
      images.set(digest, { digest, text: formatPlatform(platform) });
  }
  return [...images.values()];
}

/** The new index, and what was left out; throws IMAGE_UNSUPPORTED where an image of the index was not rewritten. */
export function rewriteIndex(
  index: ImageIndex,
  manifests: ReadonlyMap<Digest, Document>,
  subject: string,
): { readonly document: Document; readonly leftOut: readonly string[] } {
  const leftOut: string[] = [];
  const entries: unknown[] = [];
  const before = index.json['manifests'] as readonly Readonly<Record<string, unknown>>[];
  for (const [i, entry] of index.manifests.entries()) {
    const document = manifests.get(entry.digest);
    if (document !== undefined)
      entries.push({ ...before[i], digest: digestBytes(document.bytes), size: document.bytes.length });
    else if (listPlatforms({ ...index, manifests: [entry] }).length > 0)
      throw new PlimsollError('IMAGE_UNSUPPORTED', `two images of the index are for ${nameOf(entry)}`, {
        subject,
        hint: 'Name one of them by its digest.',
      });
    else leftOut.push(nameOf(entry));
  }
  const json = { ...index.json, manifests: entries };
  return {
    document: { mediaType: index.mediaType, bytes: Buffer.from(JSON.stringify(json)) },
    leftOut,
  };
}

function nameOf(entry: Descriptor): string {
  if (isAttestation(entry)) return `the attestation ${entry.digest}`;
  return entry.platform === undefined
    ? `${entry.artifactType ?? entry.mediaType} ${entry.digest}`
    : formatPlatform(entry.platform);
}
