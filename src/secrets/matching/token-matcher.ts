// Tokens with a prefix: one sticky match where the prefix stands.
import type { TokenRule } from '../secret-rule.ts';
import type { RuleMatcher, Span } from './compiled-rule.ts';

const DEFAULT_NOT_BEFORE = 'A-Za-z0-9';
const DEFAULT_NOT_AFTER = 'A-Za-z0-9_-';
/** The longest body that a rule may have. */
const BODY_LIMIT_BYTES = 2048;

export class TokenMatcher implements RuleMatcher {
  readonly keywords: readonly string[];
  readonly ignoresCase = false;
  readonly beforeBytes = 1;
  readonly afterBytes = BODY_LIMIT_BYTES;
  readonly #before: RegExp;
  readonly #body: RegExp;

  constructor(rule: TokenRule) {
    this.keywords = rule.prefixes;
    this.#before = new RegExp(`[${rule.notBefore ?? DEFAULT_NOT_BEFORE}]`);
    this.#body = new RegExp(`(?:${rule.body})(?![${rule.notAfter ?? DEFAULT_NOT_AFTER}])`, 'y');
  }

  match(text: string, at: number, length: number): Span | undefined {
    if (at > 0 && this.#before.test(text[at - 1]!)) return undefined;
    this.#body.lastIndex = at + length;
    return this.#body.test(text) ? { start: at, end: this.#body.lastIndex } : undefined;
  }
}
