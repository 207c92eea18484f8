// Image manifests and indexes (image-spec manifest.md, image-index.md; Docker's v2 schema 2 and manifest list).
import { PlimsollError } from '../../errors.ts';
import { parseJsonObject } from './config.ts';
import { type Descriptor, parseDescriptor, parseStringMap } from './descriptor.ts';
import { isIndexType, isManifestType, OCI_INDEX, OCI_MANIFEST } from './media-types.ts';

/** Manifests and indexes larger than this are refused unread; registries accept 4 MiB at most. */
export const MANIFEST_LIMIT_BYTES = 4 * 1024 * 1024;

/** One image for one platform. */
export interface ImageManifest {
  readonly kind: 'manifest';
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
  /** The document itself, with every field. */
  readonly bytes: Uint8Array;
}

/** A list of manifests, one a platform, or of further indexes. */
export interface ImageIndex {
  readonly kind: 'index';
  readonly mediaType: string;
  readonly manifests: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
  /** The document itself, with every field. */
  readonly bytes: Uint8Array;
}

/** Reads a manifest or an index, told apart by media type or, where none is stated, by shape; throws IMAGE_INVALID. */
export function parseManifest(
  bytes: Uint8Array,
  statedType: string | undefined,
  what: string,
): ImageManifest | ImageIndex {
  if (bytes.byteLength > MANIFEST_LIMIT_BYTES)
    throw new PlimsollError('IMAGE_INVALID', `${what} is larger than 4 MiB`);
  const json = parseJsonObject(bytes, what);
  const stated = typeof json['mediaType'] === 'string' ? json['mediaType'] : (statedType ?? '');
  if (json['schemaVersion'] === 1)
    throw new PlimsollError('IMAGE_UNSUPPORTED', `${what} is a Docker schema 1 manifest`, {
      hint: 'Push the image again with a current tool; schema 1 has had no writer since 2019.',
    });
  const annotations = parseStringMap(json['annotations']) ?? {};
  const isIndex = isIndexType(stated) || (!isManifestType(stated) && Array.isArray(json['manifests']));
  if (isIndex) {
    if (!Array.isArray(json['manifests']))
      throw new PlimsollError('IMAGE_INVALID', `${what} lists no manifests`);
    const manifests = json['manifests'].map((item, i) => parseDescriptor(item, `manifests[${i}] of ${what}`));
    return { kind: 'index', mediaType: stated === '' ? OCI_INDEX : stated, manifests, annotations, bytes };
  }
  if (json['layers'] !== undefined && !Array.isArray(json['layers']))
    throw new PlimsollError('IMAGE_INVALID', `${what} lists no layers`);
  const layers = (json['layers'] ?? []) as readonly unknown[];
  return {
    kind: 'manifest',
    mediaType: stated === '' ? OCI_MANIFEST : stated,
    config: parseDescriptor(json['config'], `the config of ${what}`),
    layers: layers.map((item, i) => parseDescriptor(item, `layers[${i}] of ${what}`)),
    annotations,
    bytes,
  };
}
