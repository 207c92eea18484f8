// What is kept of package metadata must not hold the secrets that were found in it, nor credentials of its URLs.
import { MASK, maskUrls } from '../../secrets/mask-urls.ts';
import type { SecretMatch } from '../../secrets/secret-match.ts';

/** Makes texts that came of a file's content fit to be kept. */
export class MetadataMask {
  readonly #secrets: readonly string[];

  /** `secrets` are those found in the content. */
  constructor(content: Buffer, secrets: readonly SecretMatch[]) {
    const texts = new Set<string>();
    for (const { offsetBytes, lengthBytes, member } of secrets) {
      if (member !== undefined || lengthBytes === 0) continue;
      const secret = content.subarray(offsetBytes, offsetBytes + lengthBytes);
      for (const text of [secret.toString('utf8'), secret.toString('latin1')]) texts.add(text);
    }
    // One that holds another goes first.
    this.#secrets = [...texts].sort((a, b) => b.length - a.length);
  }

  /** JSON text, whose strings may hold secrets. */
  maskJson(json: string): string {
    return this.#secrets.reduce(
      (text, secret) => text.replaceAll(JSON.stringify(secret).slice(1, -1), MASK),
      maskUrls(json),
    );
  }

  /** Bytes of text in any encoding. */
  maskBytes(bytes: Uint8Array): Uint8Array {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    const masked = this.#secrets.reduce((left, secret) => left.replaceAll(secret, MASK), maskUrls(text));
    return masked === text ? bytes : Buffer.from(masked, 'latin1');
  }
}

/** Masks the credentials of URLs alone. */
export const URL_MASK = new MetadataMask(Buffer.alloc(0), []);
