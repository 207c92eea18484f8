// Media types of OCI images and of Docker's schema 2, which mean the same things (image-spec media-types.md).

const INDEXES = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);
const MANIFESTS = new Set([
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]);
const CONFIGS = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]);

/** What a registry client says it accepts, best first. */
export const ACCEPTED_MANIFESTS: readonly string[] = [...MANIFESTS, ...INDEXES];

export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const OCI_CONFIG = 'application/vnd.oci.image.config.v1+json';
export const OCI_LAYER = 'application/vnd.oci.image.layer.v1.tar';
export const OCI_LAYER_GZIP = 'application/vnd.oci.image.layer.v1.tar+gzip';

/** Whether the media type names an index (OCI) or a manifest list (Docker). */
export function isIndexType(mediaType: string): boolean {
  return INDEXES.has(mediaType);
}

/** Whether the media type names an image manifest. */
export function isManifestType(mediaType: string): boolean {
  return MANIFESTS.has(mediaType);
}

/** Whether the media type names an image config that lists diffIds. */
export function isImageConfigType(mediaType: string): boolean {
  return CONFIGS.has(mediaType);
}

/** Whether the media type names a layer that is a tar, in any compression; attestations and other artifacts are none. */
export function isLayerType(mediaType: string): boolean {
  return (
    /^application\/vnd\.oci\.image\.layer\.(?:nondistributable\.)?v1\.tar(?:\+\w+)?$/.test(mediaType) ||
    /^application\/vnd\.docker\.image\.rootfs\.(?:foreign\.)?diff\.tar(?:\.\w+)?$/.test(mediaType)
  );
}

/** Whether a layer's bytes may be missing from a registry by design (Windows base layers, for one). */
export function isNonDistributableType(mediaType: string): boolean {
  return mediaType.includes('.nondistributable.') || mediaType.includes('.foreign.');
}
