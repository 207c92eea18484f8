// The documents of a rewritten image: config and manifest keep every field that need not change, those unknown here too.
import type { LayerFacts } from '../contents/facts/layer-facts.ts';
import { PlimsollError } from '../errors.ts';
import type { Digest } from '../oci/bytes/digest.ts';
import type { Descriptor } from '../oci/image/descriptor.ts';
import { descriptorToJson } from '../oci/image/descriptor-json.ts';
import type { Document } from '../oci/image/destination.ts';
import type { OpenedImage } from '../oci/image/image.ts';
import { OCI_CONFIG, OCI_MANIFEST } from '../oci/image/media-types.ts';
import { storedManifest } from './stored-documents.ts';

/** A layer of the new image. */
export interface RewrittenLayer {
  readonly diffId: Digest;
  readonly descriptor: Descriptor;
  /** The input's layer that it is, unchanged; undefined for a new one. */
  readonly keptFrom?: number;
  /** Of a blob that stays from another image: its facts, so that it need not be read back. */
  readonly facts?: LayerFacts;
}

/** What changes in the documents beside the layers. */
export interface RewrittenFields {
  readonly layers: readonly RewrittenLayer[];
  /** The new history; undefined takes it away. */
  readonly history: readonly unknown[] | undefined;
  /** The config's time, where it is not to stay. */
  readonly created?: string;
  /** Annotations of the manifest that no longer hold. */
  readonly dropsAnnotation?: (name: string) => boolean;
}

/** BuildKit's inline cache names layers by position; of other layers it would lie to every build that uses it. */
const STALE_CONFIG_FIELDS: readonly string[] = ['moby.buildkit.cache.v0'];

/** A config without the fields that would lie about other layers, and their names. */
export function dropStaleFields(json: Readonly<Record<string, unknown>>): {
  readonly json: Readonly<Record<string, unknown>>;
  readonly dropped: readonly string[];
} {
  const dropped = STALE_CONFIG_FIELDS.filter((name) => Object.hasOwn(json, name));
  return {
    json: Object.fromEntries(Object.entries(json).filter(([name]) => !dropped.includes(name))),
    dropped,
  };
}

/** The new config, and the fields that were taken away because they no longer hold. */
export function rewriteConfig(
  image: OpenedImage,
  { layers, history, created }: RewrittenFields,
): { readonly document: Document; readonly dropped: readonly string[] } {
  const { json, dropped } = dropStaleFields(image.config.json);
  const { history: _, ...rest } = json;
  const config = {
    ...(history === undefined ? rest : { ...json, history }),
    ...(created === undefined ? {} : { created }),
    rootfs: { ...(json['rootfs'] as object), type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
  };
  const mediaType = storedManifest(image)?.document.config.mediaType ?? '';
  return {
    document: { mediaType: mediaType === '' ? OCI_CONFIG : mediaType, bytes: toBytes(config) },
    dropped,
  };
}

/** The new manifest; an OCI one where the input has none. */
export function rewriteManifest(
  image: OpenedImage,
  { layers, dropsAnnotation }: RewrittenFields,
  config: Descriptor,
): Document {
  const manifest = storedManifest(image);
  const json: Record<string, unknown> = {
    ...(manifest?.json ?? { schemaVersion: 2, mediaType: OCI_MANIFEST }),
  };
  const before = json['layers'] as readonly unknown[] | undefined;
  json['config'] = { ...(json['config'] as object | undefined), ...descriptorToJson(config) };
  json['layers'] = layers.map(({ descriptor, keptFrom }) =>
    keptFrom === undefined || image.layers[keptFrom]?.descriptor?.digest !== descriptor.digest
      ? descriptorToJson(descriptor)
      : before?.[keptFrom],
  );
  const kept = Object.entries(image.annotations).filter(([name]) => dropsAnnotation?.(name) !== true);
  if (kept.length > 0) json['annotations'] = Object.fromEntries(kept);
  else delete json['annotations'];
  return { mediaType: manifest?.document.mediaType ?? OCI_MANIFEST, bytes: toBytes(json) };
}

/** Throws IMAGE_UNSUPPORTED where the image is of a system whose layers are no plain tars of files. */
export function requireRewritable({ config, reference }: OpenedImage): void {
  if (config.platform.os === 'linux' || config.platform.os === '') return;
  throw new PlimsollError('IMAGE_UNSUPPORTED', `images for ${config.platform.os} are not rewritten`, {
    subject: reference,
    hint: 'Their layers hold more than files; build the image again.',
  });
}

function toBytes(json: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(json));
}
