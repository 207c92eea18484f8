// The headers before an entry that say what its own header has no room for: PAX records, GNU long names and long links.
import { PlimsollError } from '../../errors.ts';
import { META_LIMIT_BYTES, type PaxRecords, parsePax } from './pax.ts';

const TYPES = new Set(['x', 'X', 'g', 'L', 'K']);

/** What was said of the entry to come; one object serves all entries of a tar. */
export class ExtendedHeaders {
  pax: PaxRecords | undefined;
  longName: Uint8Array | undefined;
  longLink: Uint8Array | undefined;

  #type = '';
  #bytes = Buffer.alloc(0);
  #filled = 0;

  /** Whether a header of this type is an extended one. */
  static isExtended(type: string): boolean {
    return TYPES.has(type);
  }

  /** Whether nothing was said of the next entry yet. */
  get isEmpty(): boolean {
    return this.pax === undefined && this.longName === undefined && this.longLink === undefined;
  }

  /** Begins one extended header; throws LAYER_LIMIT where its body is larger than engines accept. */
  begin(type: string, sizeBytes: number): void {
    if (sizeBytes > META_LIMIT_BYTES)
      throw new PlimsollError(
        'LAYER_LIMIT',
        'an extended tar header is larger than 1 MiB, which every engine refuses',
      );
    this.#type = type;
    this.#bytes = Buffer.allocUnsafe(sizeBytes);
    this.#filled = 0;
  }

  /** Takes the next bytes of its body; padding after it is passed over. */
  take(bytes: Uint8Array): void {
    const wanted = Math.min(bytes.byteLength, this.#bytes.length - this.#filled);
    this.#bytes.set(wanted === bytes.byteLength ? bytes : bytes.subarray(0, wanted), this.#filled);
    this.#filled += wanted;
  }

  /** To be called after its body; throws LAYER_CORRUPT where a record is malformed. */
  finish(): void {
    if (this.#type === 'L') this.longName = upToNul(this.#bytes);
    else if (this.#type === 'K') this.longLink = upToNul(this.#bytes);
    else {
      const pax = parsePax(this.#bytes);
      // Engines ignore global headers (Docker, containerd, umoci), so what they state holds for no entry.
      if (this.#type !== 'g') this.pax = pax;
    }
  }

  /** To be called after the entry: what was said held for it alone. */
  clear(): void {
    this.pax = undefined;
    this.longName = undefined;
    this.longLink = undefined;
  }
}

function upToNul(bytes: Buffer): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}
