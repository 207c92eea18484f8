// Content digests as the OCI image spec writes them (descriptor.md, "Digests"). Only sha256 and sha512 are registered.
import { createHash, type Hash } from 'node:crypto';
import { PlimsollError } from '../../errors.ts';

/** `algorithm:hex`, always lower case; a digest of a blob as stored, of a config, or a layer's diffId. */
export type Digest = `sha256:${string}` | `sha512:${string}`;

const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** Whether a value from outside is a digest of a registered algorithm. */
export function isDigest(value: unknown): value is Digest {
  return typeof value === 'string' && DIGEST.test(value);
}

/** Checks a digest from outside; throws IMAGE_INVALID naming `what` where it is none. */
export function parseDigest(value: unknown, what: string): Digest {
  if (isDigest(value)) return value;
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : typeof value;
  throw new PlimsollError('IMAGE_INVALID', `${what} is not a digest: ${shown}`);
}

/** The part before the colon. */
export function digestAlgorithm(digest: Digest): 'sha256' | 'sha512' {
  return digest.startsWith('sha512:') ? 'sha512' : 'sha256';
}

/** The part after the colon. */
export function digestHex(digest: Digest): string {
  return digest.slice(digest.indexOf(':') + 1);
}

/** The sha256 digest of bytes in memory. */
export function digestBytes(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Throws DIGEST_MISMATCH, naming `what`, where the bytes do not have the digest. */
export function checkDigest(bytes: Uint8Array, digest: Digest, what: string, subject?: string): void {
  const digester = createDigester(digest);
  digester.update(bytes);
  const found = digester.digest();
  if (found !== digest)
    throw new PlimsollError('DIGEST_MISMATCH', `${what} should be ${digest} but is ${found}`, {
      ...(subject === undefined ? {} : { subject }),
    });
}

/** A running hash that ends in a digest of the same algorithm as `like` (sha256 where it is not given). */
export function createDigester(like?: Digest): { update(bytes: Uint8Array): void; digest(): Digest } {
  const algorithm = like === undefined ? 'sha256' : digestAlgorithm(like);
  const hash: Hash = createHash(algorithm);
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => `${algorithm}:${hash.digest('hex')}` as Digest,
  };
}
