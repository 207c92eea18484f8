// Catches what is to be known of secrets while a layer streams by.
import type { SecretRuleSet } from '../../secrets/rule-set.ts';
import { FileSearch } from '../../secrets/scan/file-search.ts';
import { SecretScanner } from '../../secrets/scan/secret-scanner.ts';
import type { SecretMatch, SecretReading } from '../../secrets/secret-match.ts';
import { limitSecretFacts } from '../secrets/secret-facts.ts';
import { encodeSecrets } from '../secrets/secret-format.ts';
import { PieceList, type Pieces } from './piece-list.ts';

/** Facts of a layer beyond this are not kept; files after that are told as not searched. */
const LAYER_LIMIT_BYTES = 32 * 2 ** 20;
const FULL = 'the layer has more secrets than are kept';

/** Scanners that no layer uses now: making one takes longer than searching a small layer. */
const idle: { readonly rules: SecretRuleSet; readonly scanner: SecretScanner }[] = [];

/** What a catcher is for: all files, or only those whose texts are kept for other reasons and must be masked. */
export type SecretsWanted = 'all' | 'to be masked';

/** Catches secrets of one layer; the scanner is its own as long as the layer is read. */
export class SecretCatcher {
  readonly #wanted: SecretsWanted;
  readonly #used: (typeof idle)[number];
  readonly #search: FileSearch;
  readonly #caught = new PieceList();
  #isReleased = false;
  #isWanted = false;
  #sizeBytes = 0;
  /** The first file that came when no more was kept, and how many bytes there were from it on. */
  #overflow: { readonly entry: number; bytes: number } | undefined;

  constructor(rules: SecretRuleSet, wanted: SecretsWanted) {
    this.#wanted = wanted;
    const at = idle.findIndex((other) => other.rules === rules);
    this.#used = at >= 0 ? idle.splice(at, 1)[0]! : { rules, scanner: new SecretScanner(rules) };
    this.#search = new FileSearch(rules, this.#used.scanner);
  }

  /** To be called for each regular file: its path is `bytes[start..end]`; `isKept` tells whether its text is kept. */
  start(bytes: Uint8Array, start: number, end: number, sizeBytes: number, isKept: boolean): void {
    this.#sizeBytes = sizeBytes;
    const isLooked = this.#wanted === 'all' ? this.#caught.sizeBytes <= LAYER_LIMIT_BYTES : false;
    this.#isWanted = sizeBytes > 0 && (isLooked || isKept);
    if (this.#isWanted) this.#search.start(bytes, start, end, sizeBytes);
  }

  push(bytes: Uint8Array): void {
    if (this.#isWanted) this.#search.push(bytes);
  }

  /** A hole of a sparse file. */
  pushHole(sizeBytes: number): void {
    if (this.#isWanted) this.#search.pushHole(sizeBytes);
  }

  /** The end of a file that was started; gives the secrets in it. */
  finish(entry: number): readonly SecretMatch[] {
    const reading = this.#isWanted ? this.#search.finish() : undefined;
    if (this.#wanted === 'all') this.#keep(entry, reading);
    return reading?.matches ?? [];
  }

  #keep(entry: number, reading: SecretReading | undefined): void {
    if (this.#caught.sizeBytes > LAYER_LIMIT_BYTES) {
      this.#overflow ??= { entry, bytes: 0 };
      this.#overflow.bytes += this.#sizeBytes;
    } else if (reading !== undefined && reading.matches.length + reading.unread.length > 0)
      this.#caught.add(entry, encodeSecrets(limitSecretFacts(reading)));
  }

  /** To be called where the layer cannot be read to its end. */
  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    // What is left of a file that was begun must not be the next layer's.
    this.#used.scanner.finish();
    idle.push(this.#used);
  }

  /** What was caught of the layer, as it is stored; the catcher is of no more use then. */
  take(): Pieces {
    this.release();
    if (this.#overflow !== undefined) {
      const { entry, bytes } = this.#overflow;
      this.#caught.add(entry, encodeSecrets({ matches: [], omitted: [], unread: [{ reason: FULL, bytes }] }));
      this.#overflow = undefined;
    }
    return this.#caught.take();
  }
}
