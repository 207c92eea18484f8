// Patterns: searched for in a window around their keyword.
import type { PatternRule } from '../secret-rule.ts';
import type { RuleMatcher, Span } from './compiled-rule.ts';

/** Bytes of a window that cost about as much to search as a token to match. */
const COST_BYTES = 64;
const DEFAULT_REACH = { beforeBytes: 64, afterBytes: 512 };

export class PatternMatcher implements RuleMatcher {
  readonly keywords: readonly string[];
  readonly ignoresCase: boolean;
  readonly cost: number;
  readonly beforeBytes: number;
  readonly afterBytes: number;
  readonly #pattern: RegExp;

  constructor(rule: PatternRule) {
    const { pattern } = rule;
    const reach = rule.reach ?? DEFAULT_REACH;
    this.ignoresCase = pattern.ignoreCase;
    this.keywords = this.ignoresCase ? rule.keywords.map((keyword) => keyword.toLowerCase()) : rule.keywords;
    this.beforeBytes = reach.beforeBytes;
    this.afterBytes = reach.afterBytes;
    this.cost = 1 + Math.ceil((this.beforeBytes + this.afterBytes) / COST_BYTES);
    this.#pattern = new RegExp(pattern.source, `${pattern.flags.replace(/[gyd]/g, '')}gd`);
  }

  mayMatch(): boolean {
    return true;
  }

  match(text: string, at: number, length: number): Span | undefined {
    const window = text.slice(Math.max(0, at - this.beforeBytes), at + this.afterBytes);
    const start = Math.max(0, at - this.beforeBytes);
    this.#pattern.lastIndex = 0;
    for (let found = this.#pattern.exec(window); found !== null; found = this.#pattern.exec(window)) {
      const [from, to] = found.indices![0]!;
      if (start + from > at) return undefined;
      if (start + to >= at + length) {
        const [secretFrom, secretTo] = found.indices!.groups?.['secret'] ?? found.indices![1] ?? [from, to];
        return { start: start + secretFrom, end: start + secretTo };
      }
      if (to === from) this.#pattern.lastIndex++;
    }
    return undefined;
  }
}
