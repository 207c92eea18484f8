// The index of images for several platforms, rewritten child by child. What speaks of the old images by their digests
// (attestations, other artifacts) does not hold for the new ones and is left out, by name.
import { type Digest, digestBytes } from '../oci/bytes/digest.ts';
import type { Descriptor } from '../oci/image/descriptor.ts';
import type { Document } from '../oci/image/destination.ts';
import type { ImageIndex } from '../oci/image/manifest.ts';
import { isManifestType } from '../oci/image/media-types.ts';
import { formatPlatform, isAttestation } from '../oci/image/platform.ts';
import type { ParsedDocument } from './stored-documents.ts';

/** The images of the index, each once. */
export function listImages({ manifests }: ImageIndex): readonly Descriptor[] {
  const isImage = (entry: Descriptor): boolean =>
    entry.platform !== undefined &&
    !isAttestation(entry) &&
    (entry.mediaType === '' || isManifestType(entry.mediaType));
  return manifests.filter(
    (entry, i) => isImage(entry) && manifests.findIndex(({ digest }) => digest === entry.digest) === i,
  );
}

/** The new index, with the new manifests by the digests of the old ones, and what was left out. */
export function rewriteIndex(
  { document: index, json }: ParsedDocument<ImageIndex>,
  manifests: ReadonlyMap<Digest, Document>,
): { readonly document: Document; readonly leftOut: readonly string[] } {
  const leftOut: string[] = [];
  const entries: unknown[] = [];
  const before = json['manifests'] as readonly Readonly<Record<string, unknown>>[];
  for (const [i, entry] of index.manifests.entries()) {
    const manifest = manifests.get(entry.digest);
    if (manifest === undefined) leftOut.push(nameOf(entry));
    else entries.push({ ...before[i], digest: digestBytes(manifest.bytes), size: manifest.bytes.length });
  }
  const bytes = Buffer.from(JSON.stringify({ ...json, manifests: entries }));
  return { document: { mediaType: index.mediaType, bytes }, leftOut };
}

function nameOf(entry: Descriptor): string {
  if (isAttestation(entry)) return `the attestation ${entry.digest}`;
  return entry.platform === undefined
    ? `${entry.artifactType ?? entry.mediaType} ${entry.digest}`
    : formatPlatform(entry.platform);
}
