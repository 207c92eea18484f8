// Lists an artifact among those that speak of an image, at registries that keep no such list themselves
// (distribution-spec "Referrers Tag Schema"): an index under a tag that is made of the subject's digest.
import { PlimsollError } from '../../errors.ts';
import { digestAlgorithm, digestBytes, digestHex } from '../bytes/digest.ts';
import { parseJsonObject } from '../image/config.ts';
import { type Descriptor, parseStringMap } from '../image/descriptor.ts';
import { descriptorToJson } from '../image/descriptor-json.ts';
import type { Referrer } from '../image/destination.ts';
import type { ImageIndex } from '../image/manifest.ts';
import { OCI_INDEX } from '../image/media-types.ts';
import { fetchByReference } from './manifest.ts';
import { putManifest } from './put-manifest.ts';
import type { Registry } from './registry.ts';

/** Others may write the list at the same time, and a registry does not tell; so it is read again after it was written. */
const TRIES = 5;

/** Adds the artifact to its subject's list. */
export async function listReferrer(
  registry: Registry,
  referrer: Referrer,
  signal: AbortSignal,
): Promise<void> {
  const { digest } = referrer.subject;
  const tag = `${digestAlgorithm(digest)}-${digestHex(digest)}`;
  const entry = describeReferrer(referrer);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const list = await readList(registry, tag, signal);
    if (list?.manifests.some((known) => known.digest === entry.digest) === true) return;
    const json = list === undefined ? {} : parseJsonObject(list.bytes, 'the list of referrers');
    const known = (json['manifests'] ?? []) as readonly unknown[];
    const bytes = Buffer.from(
      JSON.stringify({
        ...json,
        schemaVersion: 2,
        mediaType: OCI_INDEX,
        manifests: [...known, descriptorToJson(entry)],
      }),
    );
    await putManifest(registry, { mediaType: OCI_INDEX, bytes }, tag, signal);
  }
  throw new PlimsollError('REGISTRY_INVALID', `${registry.base.host} does not keep the tag ${tag}`);
}

function describeReferrer({ bytes, mediaType }: Referrer): Descriptor {
  const json = parseJsonObject(bytes, 'the artifact');
  const config = json['config'] as { readonly mediaType?: unknown } | undefined;
  const artifactType = json['artifactType'] ?? config?.mediaType;
  const annotations = parseStringMap(json['annotations']);
  return {
    mediaType,
    digest: digestBytes(bytes),
    sizeBytes: bytes.byteLength,
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
    ...(annotations === undefined ? {} : { annotations }),
  };
}

async function readList(
  registry: Registry,
  tag: string,
  signal: AbortSignal,
): Promise<ImageIndex | undefined> {
  try {
    const { manifest } = await fetchByReference(registry, { ...registry.reference, tag }, signal);
    return manifest.kind === 'index' ? manifest : undefined;
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'IMAGE_NOT_FOUND') return undefined;
    throw error;
  }
}
