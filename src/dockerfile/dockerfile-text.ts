// A Dockerfile's bytes as text that can be cut and joined and becomes the same bytes again.
import { PlimsollError } from '../errors.ts';

/** The text of a Dockerfile; every offset of the model counts its UTF-16 units, a byte order mark included. */
export interface DockerfileText {
  readonly text: string;
  /** `latin1` where the bytes are no UTF-8: then each unit is one byte, and words that are not ASCII mean nothing. */
  readonly encoding: 'utf8' | 'latin1';
}

/** What BuildKit's client may send at most, with room to spare. */
const SIZE_LIMIT_BYTES = 16 * 1024 * 1024;

/** Reads the bytes of a Dockerfile; throws DOCKERFILE_INVALID if there are too many. */
export function decodeDockerfile(bytes: Uint8Array): DockerfileText {
  if (bytes.length > SIZE_LIMIT_BYTES)
    throw new PlimsollError('DOCKERFILE_INVALID', `a Dockerfile has at most ${SIZE_LIMIT_BYTES} bytes`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, encoding: 'utf8' };
  } catch {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    return { text, encoding: 'latin1' };
  }
}

/** The bytes of a text, the inverse of decodeDockerfile. */
export function encodeDockerfile({ text, encoding }: DockerfileText): Buffer {
  return Buffer.from(text, encoding);
}
