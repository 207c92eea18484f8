// Catches what is to be known of secrets while a layer streams by.
import { loadRuleSet } from '../../secrets/load-rule-set.ts';
import { SecretScanner } from '../../secrets/scan/secret-scanner.ts';
import type { SecretMatch } from '../../secrets/secret-match.ts';
import { limitSecretFacts } from '../secrets/secret-facts.ts';
import { encodeSecrets } from '../secrets/secret-format.ts';
import { PieceList, type Pieces } from './piece-list.ts';

/** Facts of a layer beyond this are not kept; files after that are told as not searched. */
const LAYER_LIMIT_BYTES = 32 * 2 ** 20;
const FULL = 'the layer has more secrets than are kept';

export class SecretCatcher {
  readonly #scanner: SecretScanner;
  readonly #caught = new PieceList();
  #isWanted = false;
  #sizeBytes = 0;
  /** The first file that came when no more was kept, and how many bytes there were from it on. */
  #overflow: { readonly entry: number; bytes: number } | undefined;

  /** `addedRules` is the text of the user's own rules. */
  constructor(addedRules: string) {
    this.#scanner = new SecretScanner(loadRuleSet(addedRules));
  }

  /** To be called for each regular file: its path is `bytes[start..end]`. */
  start(bytes: Uint8Array, start: number, end: number, sizeBytes: number): void {
    this.#sizeBytes = sizeBytes;
    this.#isWanted = sizeBytes > 0 && this.#caught.sizeBytes <= LAYER_LIMIT_BYTES;
    if (this.#isWanted) this.#scanner.start(bytes, start, end, sizeBytes);
  }

  push(bytes: Uint8Array): void {
    if (this.#isWanted) this.#scanner.push(bytes);
  }

  /** A hole of a sparse file. */
  pushHole(sizeBytes: number): void {
    if (this.#isWanted) this.#scanner.pushHole(sizeBytes);
  }

  /** The end of a file that was started; gives the secrets in it. */
  finish(entry: number): readonly SecretMatch[] {
    if (!this.#isWanted) {
      if (this.#sizeBytes > 0) {
        this.#overflow ??= { entry, bytes: 0 };
        this.#overflow.bytes += this.#sizeBytes;
      }
      return [];
    }
    const reading = this.#scanner.finish();
    if (reading.matches.length > 0 || reading.unread.length > 0)
      this.#caught.add(entry, encodeSecrets(limitSecretFacts(reading)));
    return reading.matches;
  }

  /** What was caught of the layer, as it is stored. */
  take(): Pieces {
    if (this.#overflow !== undefined) {
      const { entry, bytes } = this.#overflow;
      this.#caught.add(entry, encodeSecrets({ matches: [], omitted: [], unread: [{ reason: FULL, bytes }] }));
      this.#overflow = undefined;
    }
    return this.#caught.take();
  }
}
