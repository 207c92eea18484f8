// The config itself, of an image whose id is its digest.
import { type Digest, digestBytes } from '../bytes/digest.ts';
import { type ImageConfig, parseImageConfig } from '../image/config.ts';

/** The config, where the bytes are it and it lists the layers that the engine does; undefined for all else. */
export function parseOwnConfig(
  bytes: Uint8Array,
  id: Digest,
  diffIds: readonly Digest[],
): ImageConfig | undefined {
  if (digestBytes(bytes) !== id) return undefined;
  try {
    const config = parseImageConfig(bytes);
    return config.diffIds.join() === diffIds.join() ? config : undefined;
  } catch {
    // An engine may call an image by the digest of something else.
    return undefined;
  }
}
