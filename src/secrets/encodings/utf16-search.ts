// The search of a UTF-16 file: the scanner gets Latin-1, one byte a unit, and what it finds is led back to the file's bytes.
import type { SecretScanner } from '../scan/secret-scanner.ts';
import type { SecretReading } from '../secret-match.ts';

/** Stands for every unit above 0xff: a letter that is in no secret. */
const FILLER = 0xff;
const OUTPUT_BYTES = 32 * 1024;
const ZERO = new Uint8Array(1);

/** One file after another: `start`, when the scanner was started too; then the bytes in order, `finish`. An odd last byte is left out. */
export class Utf16Search {
  readonly #scanner: SecretScanner;
  readonly #output = new Uint8Array(OUTPUT_BYTES);
  #low: 0 | 1 = 0;
  #markBytes = 0;
  #skipped = 0;
  #pending = -1;

  constructor(scanner: SecretScanner) {
    this.#scanner = scanner;
  }

  /** `head` are the file's first bytes, which tell whether a byte order mark is there; they are still to be pushed. */
  start(order: 'utf-16le' | 'utf-16be', head: Uint8Array): void {
    this.#low = order === 'utf-16le' ? 0 : 1;
    this.#markBytes = head[this.#low] === 0xff && head[1 - this.#low] === 0xfe ? 2 : 0;
    this.#skipped = 0;
    this.#pending = -1;
  }

  push(bytes: Uint8Array): void {
    const output = this.#output;
    const low = this.#low;
    let at = Math.min(bytes.length, this.#markBytes - this.#skipped);
    this.#skipped += at;
    let filled = 0;
    if (this.#pending >= 0 && at < bytes.length) {
      output[filled++] = low === 0 ? fold(this.#pending, bytes[at]!) : fold(bytes[at]!, this.#pending);
      this.#pending = -1;
      at++;
    }
    for (; at + 1 < bytes.length; at += 2) {
      output[filled++] = fold(bytes[at + low]!, bytes[at + 1 - low]!);
      if (filled < OUTPUT_BYTES) continue;
      this.#scanner.push(output);
      filled = 0;
    }
    if (at < bytes.length) this.#pending = bytes[at]!;
    if (filled > 0) this.#scanner.push(output.subarray(0, filled));
  }

  pushHole(sizeBytes: number): void {
    let left = sizeBytes;
    for (; left > 0 && (this.#pending >= 0 || this.#skipped < this.#markBytes); left--) this.push(ZERO);
    if (left >= 2) this.#scanner.pushHole(Math.floor(left / 2));
    if (left % 2 === 1) this.push(ZERO);
  }

  /** What was found, by offsets in the file. */
  finish(): SecretReading {
    const { matches, unread } = this.#scanner.finish();
    return {
      matches: matches.map((match) => ({
        ...match,
        offsetBytes: this.#markBytes + 2 * match.offsetBytes,
        lengthBytes: 2 * match.lengthBytes,
      })),
      unread: unread.map((part) => ({ ...part, bytes: 2 * part.bytes })),
    };
  }
}

function fold(low: number, high: number): number {
  return high === 0 ? low : FILLER;
}
