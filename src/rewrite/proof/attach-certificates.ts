// Stores certificates beside their images, where the destination keeps artifacts about images (image-spec manifest.md, `subject`).
import { digestBytes } from '../../oci/bytes/digest.ts';
import { descriptorToJson } from '../../oci/image/descriptor-json.ts';
import type { ImageDestination } from '../../oci/image/destination.ts';
import { OCI_MANIFEST } from '../../oci/image/media-types.ts';
import type { RewrittenImage } from '../rewritten-image.ts';
import { EMPTY_TYPE, storeBytes } from '../store-bytes.ts';
import { CERTIFICATE_TYPE, type Certificate } from './certificate.ts';

/** Attaches the certificate of each image; does nothing where the place keeps no such artifacts. */
export async function attachCertificates(
  destination: ImageDestination,
  images: readonly { readonly rewritten: RewrittenImage; readonly certificate: Certificate }[],
  signal: AbortSignal,
): Promise<void> {
  if (destination.attach === undefined) return;
  for (const { rewritten, certificate } of images) {
    const { bytes, mediaType } = rewritten.manifest;
    const subject = { mediaType, digest: digestBytes(bytes), sizeBytes: bytes.length };
    const config = await storeBytes(destination, EMPTY_TYPE, Buffer.from('{}'), signal);
    const layer = await storeBytes(
      destination,
      CERTIFICATE_TYPE,
      Buffer.from(JSON.stringify(certificate)),
      signal,
    );
    const manifest = {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      artifactType: CERTIFICATE_TYPE,
      config: descriptorToJson(config),
      layers: [descriptorToJson(layer)],
      subject: descriptorToJson(subject),
    };
    await destination.attach(
      { mediaType: OCI_MANIFEST, bytes: Buffer.from(JSON.stringify(manifest)), subject },
      signal,
    );
  }
}
