// Descriptors as JSON names their fields (image-spec descriptor.md), for manifests and indexes that are written.
import type { Descriptor, Platform } from './descriptor.ts';

/** The descriptor with the spec's field names. */
export function descriptorToJson(descriptor: Descriptor): Readonly<Record<string, unknown>> {
  const { mediaType, digest, sizeBytes, platform, annotations, urls, artifactType } = descriptor;
  return {
    mediaType,
    digest,
    size: sizeBytes,
    ...(urls === undefined ? {} : { urls }),
    ...(platform === undefined ? {} : { platform: platformToJson(platform) }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(artifactType === undefined ? {} : { artifactType }),
  };
}

function platformToJson({ os, architecture, variant, osVersion }: Platform): unknown {
  return {
    architecture,
    os,
    ...(variant === undefined ? {} : { variant }),
    ...(osVersion === undefined ? {} : { 'os.version': osVersion }),
  };
}
