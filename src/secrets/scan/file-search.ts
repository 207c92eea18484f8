// Searches files for secrets as their bytes stream by, what is packed or encoded in them too.
import { ContentSearch } from '../archives/content-search.ts';
import { GrowthAllowance } from '../archives/growth-allowance.ts';
import { ReadingCollector } from '../archives/reading-collector.ts';
import type { SecretRuleSet } from '../rule-set.ts';
import type { SecretReading } from '../secret-match.ts';
import { SecretScanner } from './secret-scanner.ts';

/**
 * One file after another: `start`, then its bytes in order, then `finish`. Pieces may be reused by the caller after each call.
 * One search for each layer: what archives may grow is counted over all of its files.
 */
export class FileSearch {
  readonly #scanner: SecretScanner;
  readonly #collector = new ReadingCollector();
  readonly #content: ContentSearch;

  /** `scanner` may have served another search that is over. */
  constructor(rules: SecretRuleSet, scanner: SecretScanner = new SecretScanner(rules)) {
    this.#scanner = scanner;
    const run = { scanner: this.#scanner, collector: this.#collector, allowance: new GrowthAllowance() };
    this.#content = new ContentSearch(run, undefined);
  }

  /** The path is `bytes[start..end]`, without a leading slash. */
  start(bytes: Uint8Array, start: number, end: number, sizeBytes: number): void {
    this.#content.start(bytes, start, end, sizeBytes);
  }

  push(bytes: Uint8Array): void {
    this.#content.push(bytes);
  }

  /** A hole of a sparse file: zeros. */
  pushHole(sizeBytes: number): void {
    this.#content.pushHole(sizeBytes);
  }

  /** What was found in the file and in its members. */
  finish(): SecretReading {
    if (this.#content.isPlain) return this.#scanner.finish();
    this.#content.finish();
    return this.#collector.take();
  }
}
