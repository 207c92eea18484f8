// The documents of an image as its place stores them, parsed, with every field that they have.
import { parseJsonObject } from '../oci/image/config.ts';
import type { OpenedImage } from '../oci/image/image.ts';
import { type ImageIndex, type ImageManifest, parseManifest } from '../oci/image/manifest.ts';
import type { StoredDocument } from '../oci/image/stored-image.ts';

/** A parsed document, and all its fields as they are. */
export interface ParsedDocument<T> {
  readonly document: T;
  readonly json: Readonly<Record<string, unknown>>;
}

/** The image's manifest; undefined where its place has none, or none to give. */
export function storedManifest({ stored }: OpenedImage): ParsedDocument<ImageManifest> | undefined {
  const parsed = parse(stored?.documents.at(-1));
  return parsed?.document.kind === 'manifest' ? (parsed as ParsedDocument<ImageManifest>) : undefined;
}

/** The index that names the image's manifest, where it was chosen from one alone. */
export function storedIndex({ stored }: OpenedImage): ParsedDocument<ImageIndex> | undefined {
  if (stored?.documents.length !== 2) return undefined;
  const parsed = parse(stored.documents[0]);
  return parsed?.document.kind === 'index' ? (parsed as ParsedDocument<ImageIndex>) : undefined;
}

function parse(document: StoredDocument | undefined): ParsedDocument<ImageManifest | ImageIndex> | undefined {
  if (document === undefined) return undefined;
  const { bytes, mediaType, digest } = document;
  return { document: parseManifest(bytes, mediaType, digest), json: parseJsonObject(bytes, digest) };
}
