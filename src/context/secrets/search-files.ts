// Searches files of a context for secrets, synchronously: Node's asynchronous calls cost more than reading a small file.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { SecretRuleSet } from '../../secrets/rule-set.ts';
import { FileSearch } from '../../secrets/scan/file-search.ts';
import { SecretScanner } from '../../secrets/scan/secret-scanner.ts';
import type { SecretReading } from '../../secrets/secret-match.ts';
import { asFilePath, encodePath } from '../path-text.ts';
import type { BatchReadings, SearchBatch } from './file-secrets.ts';

const BLOCK_BYTES = 256 * 1024;
/** A path may have become a pipe meanwhile, which must not be waited for. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Searches one batch after the other with one scanner. */
export class BatchSearch {
  readonly #rules: SecretRuleSet;
  readonly #scanner: SecretScanner;
  readonly #block = Buffer.allocUnsafeSlow(BLOCK_BYTES);

  constructor(rules: SecretRuleSet) {
    this.#rules = rules;
    this.#scanner = new SecretScanner(rules);
  }

  /** `shouldStop` is asked before each file; what is left is not searched then. */
  search({ folder, paths }: SearchBatch, shouldStop: () => boolean = () => false): BatchReadings {
    const search = new FileSearch(this.#rules, this.#scanner);
    const readings: [number, SecretReading][] = [];
    for (const [i, path] of paths.entries()) {
      if (shouldStop()) break;
      const reading = this.#searchFile(search, `${folder}/${path}`, encodePath(path));
      if (reading.matches.length + reading.unread.length > 0) readings.push([i, reading]);
    }
    return readings;
  }

  #searchFile(search: FileSearch, fullPath: string, path: Buffer): SecretReading {
    let descriptor: number | undefined;
    try {
      descriptor = openSync(asFilePath(fullPath), FLAGS);
      const block = this.#block;
      let length = readSync(descriptor, block, 0, BLOCK_BYTES, null);
      // What fits into one block needs no question about its size: it is what was read.
      const sizeBytes = length < BLOCK_BYTES ? length : fstatSync(descriptor).size;
      search.start(path, 0, path.length, sizeBytes);
      for (let left = sizeBytes; length > 0 && left > 0; ) {
        search.push(block.subarray(0, Math.min(length, left)));
        left -= length;
        length = left > 0 ? readSync(descriptor, block, 0, BLOCK_BYTES, null) : 0;
      }
      return search.finish();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === undefined) throw error;
      // What is gone is not sent; the builder's own reading fails where this one does.
      if (code === 'ENOENT' || code === 'ELOOP' || code === 'ENOTDIR') return { matches: [], unread: [] };
      return { matches: [], unread: [{ bytes: 0, reason: `cannot be read (${code})` }] };
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }
}
