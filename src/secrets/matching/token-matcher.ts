// Tokens with a prefix: one sticky match where the prefix stands.
import type { TokenRule } from '../secret-rule.ts';
import type { RuleMatcher, Span } from './compiled-rule.ts';
import { type LeadingClass, readLeadingClass } from './leading-class.ts';

const DEFAULT_NOT_BEFORE = 'A-Za-z0-9';
const DEFAULT_NOT_AFTER = 'A-Za-z0-9_-';
/** The longest body that a rule may have. */
const BODY_LIMIT_BYTES = 2048;

export class TokenMatcher implements RuleMatcher {
  readonly keywords: readonly string[];
  readonly ignoresCase = false;
  readonly isAssigned = false;
  readonly cost = 1;
  readonly beforeBytes = 1;
  readonly afterBytes = BODY_LIMIT_BYTES;
  /** By byte; a zero stands before the first one of a text. */
  readonly #mayStandBefore: Uint8Array;
  readonly #body: RegExp;
  readonly #leading: LeadingClass;

  constructor(rule: TokenRule) {
    this.keywords = rule.prefixes;
    const before = new RegExp(`[${rule.notBefore ?? DEFAULT_NOT_BEFORE}]`);
    this.#mayStandBefore = Uint8Array.from({ length: 256 }, (_, byte) =>
      before.test(String.fromCharCode(byte)) ? 0 : 1,
    );
    this.#leading = readLeadingClass(rule.body);
    this.#body = new RegExp(`(?:${rule.body})(?![${rule.notAfter ?? DEFAULT_NOT_AFTER}])`, 'y');
  }

  mayMatch(bytes: Uint8Array, at: number, length: number): boolean {
    if (this.#mayStandBefore[bytes[at - 1]!] === 0) return false;
    const { isIn, length: leading } = this.#leading;
    for (let i = at + length, end = i + leading; i < end; i++) if (isIn[bytes[i]!] === 0) return false;
    return true;
  }

  get previousBytes(): Uint8Array {
    return this.#mayStandBefore;
  }

  get nextBytes(): Uint8Array | undefined {
    return this.#leading.length === 0 ? undefined : this.#leading.isIn;
  }

  match(text: string, at: number, length: number): Span | undefined {
    if (at > 0 && this.#mayStandBefore[text.charCodeAt(at - 1)] === 0) return undefined;
    this.#body.lastIndex = at + length;
    return this.#body.test(text) ? { start: at, end: this.#body.lastIndex } : undefined;
  }
}
