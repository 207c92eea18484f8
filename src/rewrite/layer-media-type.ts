// The media type of a new layer: of the same family as the manifest's, since registries refuse mixtures.
import type { Compression } from '../oci/compression/choose-decompressor.ts';
import type { OpenedImage } from '../oci/image/image.ts';
import { OCI_LAYER } from '../oci/image/media-types.ts';
import { storedManifest } from './stored-documents.ts';

const DOCKER_LAYER = 'application/vnd.docker.image.rootfs.diff.tar';

const OCI_NONDISTRIBUTABLE = 'application/vnd.oci.image.layer.nondistributable.v1.tar';
const DOCKER_FOREIGN = 'application/vnd.docker.image.rootfs.foreign.diff.tar';

/** The types that mean the same, Docker's first. */
const SAME_TYPES: readonly (readonly [docker: string, oci: string])[] = [
  [`${DOCKER_LAYER}.gzip`, `${OCI_LAYER}+gzip`],
  [DOCKER_LAYER, OCI_LAYER],
  [`${DOCKER_FOREIGN}.gzip`, `${OCI_NONDISTRIBUTABLE}+gzip`],
  [DOCKER_FOREIGN, OCI_NONDISTRIBUTABLE],
];

/** The type of a layer of another image, as the family of this image's manifest calls the same; else as it is. */
export function adoptMediaType(image: OpenedImage, mediaType: string): string {
  const [from, to] = isOfDocker(image) ? [1, 0] : [0, 1];
  return SAME_TYPES.find((pair) => pair[from] === mediaType)?.[to] ?? mediaType;
}

/** The type of a layer that is stored in this form. Docker's own family has no zstd; engines take OCI's type there. */
export function layerMediaType(image: OpenedImage, compression: Compression): string {
  if (!isOfDocker(image) || compression === 'zstd')
    return compression === 'plain' ? OCI_LAYER : `${OCI_LAYER}+${compression}`;
  return compression === 'plain' ? DOCKER_LAYER : `${DOCKER_LAYER}.gzip`;
}

function isOfDocker(image: OpenedImage): boolean {
  return storedManifest(image)?.document.mediaType.startsWith('application/vnd.docker.') === true;
}
