// The media type of a new layer: of the same family as the manifest's, since registries refuse mixtures.
import type { Compression } from '../oci/compression/choose-decompressor.ts';
import type { OpenedImage } from '../oci/image/image.ts';
import { OCI_LAYER } from '../oci/image/media-types.ts';
import { storedManifest } from './stored-documents.ts';

const DOCKER_LAYER = 'application/vnd.docker.image.rootfs.diff.tar';

/** The type of a layer that is stored in this form. Docker's own family has no zstd; engines take OCI's type there. */
export function layerMediaType(image: OpenedImage, compression: Compression): string {
  const isDocker = storedManifest(image)?.document.mediaType.startsWith('application/vnd.docker.') === true;
  if (!isDocker || compression === 'zstd')
    return compression === 'plain' ? OCI_LAYER : `${OCI_LAYER}+${compression}`;
  return compression === 'plain' ? DOCKER_LAYER : `${DOCKER_LAYER}.gzip`;
}
