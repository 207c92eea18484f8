// Searches files for secrets as their bytes stream by.
import { findInText } from '../find-in-text.ts';
import type { SecretRuleSet } from '../rule-set.ts';
import type { SecretReading } from '../secret-match.ts';

const NOTHING: SecretReading = { matches: [], unread: [] };

/** One file after another: `start`, then its bytes in order, then `finish`. Pieces may be reused by the caller after each call. */
export class SecretScanner {
  readonly #rules: SecretRuleSet;
  #pieces: Buffer[] = [];

  constructor(rules: SecretRuleSet) {
    this.#rules = rules;
  }

  /** The path is `bytes[start..end]`, without a leading slash. */
  start(_bytes: Uint8Array, _start: number, _end: number, _sizeBytes: number): void {
    this.#pieces = [];
  }

  push(bytes: Uint8Array): void {
    this.#pieces.push(Buffer.from(bytes));
  }

  /** A hole of a sparse file: zeros. */
  pushHole(sizeBytes: number): void {
    this.#pieces.push(Buffer.alloc(sizeBytes));
  }

  /** What was found in the file. */
  finish(): SecretReading {
    const matches = findInText(Buffer.concat(this.#pieces).toString('latin1'), this.#rules.rules);
    return matches.length === 0 ? NOTHING : { matches, unread: [] };
  }
}
