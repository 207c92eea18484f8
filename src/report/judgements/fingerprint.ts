// What tells a problem of one run from the others in the next run: hashed words that stay, numbered where two are alike.
import { createHash } from 'node:crypto';

/** Hands out fingerprints: words that are given twice in one list get two of them. */
export class FingerprintMaker {
  readonly #seen = new Map<string, number>();

  /** `words` hold nothing that changes from build to build: no line, size, digest or tag. */
  make(words: readonly string[]): string {
    const text = words.map((word) => word.replace(/\s+/g, ' ').trim()).join('\0');
    const count = (this.#seen.get(text) ?? 0) + 1;
    this.#seen.set(text, count);
    return createHash('sha256').update(`${text}\0${count}`).digest('hex').slice(0, 32);
  }
}

/** The name of an image without what changes from build to build: its transport, tag and digest. */
export function nameWithoutVersion(reference: string): string {
  return reference
    .replace(/^[a-z-]+:(?:\/\/)?/, '')
    .replace(/@sha256:[0-9a-f]+$/, '')
    .replace(/:[^:/]+$/, '');
}
