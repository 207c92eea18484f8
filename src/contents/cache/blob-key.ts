// What a proof is filed under. Only what cannot be forged by an image's own JSON is a key: the digest of bytes that were
// checked against it, the identity of a local file, or an engine that states the diffId itself.
import type { Digest } from '../../oci/bytes/digest.ts';
import type { LayerSource, RangeLocation } from '../../oci/image/image.ts';

/** The key of a blob whose stored bytes were checked against their digest. */
export function digestKey(digest: Digest): string {
  return `blob ${digest}`;
}

/** The key of a range of a local file, or of what it unpacks to, as long as it is the same file unchanged. */
export function fileKey({ identity, offsetBytes, sizeBytes }: RangeLocation): string {
  const { device, inode, sizeBytes: fileBytes, mtimeNs, ctimeNs } = identity;
  return `file ${device} ${inode} ${fileBytes} ${mtimeNs} ${ctimeNs} ${offsetBytes} ${sizeBytes}`;
}

/**
 * The key of a layer that an engine vouches for and exports as a plain tar. What it exports as it was pulled has a blob
 * digest, and goes by that: the same layer may be compressed in one engine and plain in another.
 */
export function engineKey(diffId: Digest): string {
  return `engine plain ${diffId}`;
}

/** The key to look a layer up by before it is read; null where nothing could prove it. */
export function lookupKey(layer: LayerSource): string | null {
  switch (layer.location.kind) {
    case 'file':
    case 'packed':
      return fileKey(layer.location);
    case 'stream':
      return layer.descriptor === null ? null : digestKey(layer.descriptor.digest);
    case 'export':
      return layer.descriptor === null ? engineKey(layer.diffId) : digestKey(layer.descriptor.digest);
  }
}
