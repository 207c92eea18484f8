// Whether a block of text that is to be kept holds a secret: a manifest, a config, or several of them in one block.
import { parseImageConfig } from '../../oci/image/config.ts';
import { loadRuleSet } from '../../secrets/load-rule-set.ts';
import { maskUrls } from '../../secrets/mask-urls.ts';
import type { SecretRuleSet } from '../../secrets/rule-set.ts';
import { SecretScanner } from '../../secrets/scan/secret-scanner.ts';
import { DEPTH_LIMIT } from './config-texts.ts';
import { findConfigSecrets } from './find-config-secrets.ts';
import { findNamedCredentials } from './named-credential.ts';

/** Base64 of anything that could be a document. */
const BASE64 = /^[A-Za-z0-9+/]{40,}={0,2}$/;

/** Makes a search that looks as whoever reports on a block would, and by our own rules into every text of it. */
export async function createBlockSearch(): Promise<(block: Uint8Array) => boolean> {
  const search = new BlockSearch(await loadRuleSet(''));
  return (block) => search.search(block);
}

class BlockSearch {
  readonly #rules: SecretRuleSet;
  readonly #scanner: SecretScanner;

  constructor(rules: SecretRuleSet) {
    this.#rules = rules;
    this.#scanner = new SecretScanner(rules);
  }

  search(block: Uint8Array): boolean {
    const text = Buffer.from(block.buffer, block.byteOffset, block.byteLength).toString('utf8');
    if (this.#isFound(text)) return true;
    const json = parseJson(text);
    if (json === undefined) return false;
    return this.#searchConfig(block) || this.#searchTexts(json, 0);
  }

  #searchConfig(block: Uint8Array): boolean {
    try {
      return findConfigSecrets(parseImageConfig(block), {}, this.#rules).values.length > 0;
    } catch {
      // It is no config.
      return false;
    }
  }

  #searchTexts(value: unknown, depth: number): boolean {
    if (typeof value === 'string')
      return BASE64.test(value) ? this.search(Buffer.from(value, 'base64')) : this.#isNamed(value);
    if (typeof value !== 'object' || value === null || depth > DEPTH_LIMIT) return false;
    return Object.entries(value).some(
      ([key, item]) =>
        (typeof item === 'string' && this.#isNamed(`${key}='${item}'`)) || this.#searchTexts(item, depth + 1),
    );
  }

  #isNamed(text: string): boolean {
    return findNamedCredentials(text).length > 0 || maskUrls(text) !== text;
  }

  #isFound(text: string): boolean {
    this.#scanner.start(Buffer.alloc(0), 0, 0, text.length);
    this.#scanner.push(Buffer.from(text));
    return this.#scanner.finish().matches.length > 0;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
