// From manifests and indexes to every blob that they name.
import type { Digest } from '../bytes/digest.ts';
import type { Descriptor } from './descriptor.ts';
import { type ImageIndex, type ImageManifest, parseManifest } from './manifest.ts';
import { isIndexType, isManifestType, isNonDistributableType } from './media-types.ts';

/** More documents than this are not followed. */
const DOCUMENT_LIMIT = 10_000;

/** What a document names: blobs, and further documents. */
export interface NamedByDocument {
  readonly documents: readonly Descriptor[];
  /** Config and layers; without those that may be missing by design. */
  readonly blobs: readonly Descriptor[];
}

/** What a parsed manifest or index names. */
export function listNamed(document: ImageManifest | ImageIndex): NamedByDocument {
  if (document.kind === 'index') return { documents: document.manifests, blobs: [] };
  const layers = document.layers.filter(({ mediaType }) => !isNonDistributableType(mediaType));
  return { documents: [], blobs: [document.config, ...layers] };
}

/** Every document and blob that the entries lead to; documents that cannot be read lead nowhere. */
export async function collectReachable(
  entries: readonly Descriptor[],
  read: (descriptor: Descriptor) => Promise<Uint8Array | undefined>,
): Promise<ReadonlySet<Digest>> {
  const reached = new Set<Digest>();
  const waiting = [...entries];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next.digest)) continue;
    reached.add(next.digest);
    const isDocument = next.mediaType === '' || isIndexType(next.mediaType) || isManifestType(next.mediaType);
    if (!isDocument || reached.size > DOCUMENT_LIMIT) continue;
    const named = parseNamed(await read(next), next.mediaType);
    waiting.push(...named.documents);
    for (const { digest } of named.blobs) reached.add(digest);
  }
  return reached;
}

function parseNamed(bytes: Uint8Array | undefined, mediaType: string): NamedByDocument {
  try {
    if (bytes !== undefined) return listNamed(parseManifest(bytes, mediaType, 'a manifest'));
  } catch {
    // It names nothing that could be read.
  }
  return { documents: [], blobs: [] };
}
