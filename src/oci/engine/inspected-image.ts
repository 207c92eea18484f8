// What an engine says of an image (`/images/{name}/json`). Containerd's store adds which manifests of the image it has:
// its descriptor from API 1.48 on, and on request a list of them, attestations and missing ones included.
import { PlimsollError } from '../../errors.ts';
import { type Digest, parseDigest } from '../bytes/digest.ts';
import { type Descriptor, type Platform, parseDescriptor, requireObject } from '../image/descriptor.ts';

/** An engine's answer, checked as far as it is read. */
export interface InspectedImage {
  /** The digest of the config; in containerd's store that of the index, or of the manifest where there is no index. */
  readonly id: Digest;
  /** Of the platform that the engine itself would run. */
  readonly platform: Platform;
  readonly diffIds: readonly Digest[];
  /** Whether the engine said that the image is in containerd's store; engines before API 1.48 do not say it here. */
  readonly hasDescriptor: boolean;
  /** The images that are there whole, one a platform; undefined where the engine does not list them. */
  readonly manifests: readonly Descriptor[] | undefined;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Reads the answer; throws IMAGE_INVALID where a field that is needed is missing. */
export function parseInspected(answer: unknown): InspectedImage {
  const json = requireObject(answer, "the engine's answer");
  const layers = (json['RootFS'] as { Layers?: unknown } | undefined)?.Layers ?? [];
  if (!Array.isArray(layers)) throw new PlimsollError('IMAGE_INVALID', "the engine's answer lists no layers");
  const manifests = json['Manifests'];
  return {
    id: parseDigest(json['Id'], "the image's id"),
    platform: readPlatform(json),
    diffIds: layers.map((id, index) => parseDigest(id, `layer ${index} of the engine's answer`)),
    hasDescriptor: typeof json['Descriptor'] === 'object' && json['Descriptor'] !== null,
    manifests: Array.isArray(manifests) ? manifests.flatMap(readManifest) : undefined,
    json,
  };
}

function readPlatform(json: Readonly<Record<string, unknown>>): Platform {
  const { Os: os, Architecture: architecture, Variant: variant } = json;
  return {
    os: typeof os === 'string' ? os : '',
    architecture: typeof architecture === 'string' ? architecture : '',
    ...(typeof variant === 'string' && variant !== '' ? { variant } : {}),
  };
}

function readManifest(item: unknown, index: number): readonly Descriptor[] {
  const what = `manifest ${index} of the engine's answer`;
  const summary = requireObject(item, what);
  if (summary['Kind'] !== 'image' || summary['Available'] !== true) return [];
  const stated = (summary['ImageData'] as { Platform?: unknown } | undefined)?.Platform;
  // A manifest that no index lists has its platform only from its config.
  return [
    parseDescriptor(
      { platform: stated, ...requireObject(summary['Descriptor'], `${what}'s descriptor`) },
      what,
    ),
  ];
}
