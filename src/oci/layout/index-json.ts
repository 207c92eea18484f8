// index.json as it is edited: one image's entry is put in, everything else stays as it was, unknown keys too.
import { PlimsollError } from '../../errors.ts';
import { parseJsonObject } from '../image/config.ts';
import type { Descriptor } from '../image/descriptor.ts';
import { descriptorToJson } from '../image/descriptor-json.ts';
import { type ImageIndex, parseManifest } from '../image/manifest.ts';
import { OCI_INDEX } from '../image/media-types.ts';
import { chooseEntries } from './choose-entries.ts';

/** The tag of an entry (image-spec annotations.md). */
export const REF_NAME = 'org.opencontainers.image.ref.name';

/** The file `oci-layout`. */
export const LAYOUT_VERSION: Uint8Array = Buffer.from('{"imageLayoutVersion":"1.0.0"}');

/** What a tag may look like (image-spec annotations.md); no `@`, which stands for positions and digests here. */
const TAG = /^[A-Za-z0-9]+(?:(?:[-._:+]|--)[A-Za-z0-9]+)*(?:\/[A-Za-z0-9]+(?:(?:[-._:+]|--)[A-Za-z0-9]+)*)*$/;

/** Throws REFERENCE_INVALID for what cannot be the tag of a layout's image. */
export function requireTag(tag: string, subject: string): void {
  if (TAG.test(tag)) return;
  throw new PlimsollError('REFERENCE_INVALID', `'${tag.slice(0, 200)}' is no tag for a layout`, {
    subject,
    hint: 'Letters and digits, with single . _ - + : or / between them.',
  });
}

/** index.json, as it was read. */
export interface IndexFile {
  readonly json: Readonly<Record<string, unknown>>;
  readonly index: ImageIndex;
}

/** Reads index.json; throws IMAGE_INVALID where it is no index. */
export function parseIndexFile(bytes: Uint8Array): IndexFile {
  const index = parseManifest(bytes, OCI_INDEX, 'index.json');
  if (index.kind !== 'index') throw new PlimsollError('IMAGE_INVALID', 'index.json is no image index');
  return { json: parseJsonObject(bytes, 'index.json'), index };
}

/** The entries that a tag means; throws REFERENCE_INVALID where it means several images. */
export function findTagged({ index }: IndexFile, tag: string, subject: string): readonly Descriptor[] {
  try {
    return chooseEntries(index, tag, subject, 'oci');
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'IMAGE_NOT_FOUND') return [];
    throw error;
  }
}

/** index.json with the entry added; entries that its tag meant until now are taken out. */
export function putEntry(
  file: IndexFile | undefined,
  entry: Descriptor,
  tag: string | undefined,
  subject: string,
): Uint8Array {
  const added = descriptorToJson(entry);
  if (file === undefined) return encode({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [added] });
  const replaced =
    tag === undefined
      ? file.index.manifests.filter((known) => isSameUnnamed(known, entry))
      : findTagged(file, tag, subject);
  const kept = (file.json['manifests'] as readonly unknown[]).filter(
    (_, i) => !replaced.includes(file.index.manifests[i]!),
  );
  return encode({ ...file.json, manifests: [...kept, added] });
}

function isSameUnnamed(one: Descriptor, other: Descriptor): boolean {
  return one.digest === other.digest && one.annotations?.[REF_NAME] === undefined;
}

function encode(json: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(json));
}
