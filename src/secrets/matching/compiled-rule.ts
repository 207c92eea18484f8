// A rule made ready to run: its keywords, how far around one it looks, and how it decides there.
import { measureEntropy } from '../entropy.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { SecretRule } from '../secret-rule.ts';
import { AssignedMatcher } from './assigned-matcher.ts';
import { PatternMatcher } from './pattern-matcher.ts';
import { TokenMatcher } from './token-matcher.ts';

/** Where a secret lies within a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Decides whether a secret stands around a keyword. */
export interface RuleMatcher {
  /** As they are in the bytes; lower case where `ignoresCase`. */
  readonly keywords: readonly string[];
  readonly ignoresCase: boolean;
  /** What a try costs, as a multiple of the cheapest. */
  readonly cost: number;
  /** By byte, 1 for what may follow a keyword; not given where anything printable may. */
  readonly nextBytes?: Uint8Array | undefined;
  /** What it must see before and after the start of a keyword. */
  readonly beforeBytes: number;
  readonly afterBytes: number;
  /** A quick look at the bytes: false only where `match` would find nothing. */
  mayMatch(bytes: Uint8Array, at: number, length: number): boolean;
  /** The secret around the keyword at `at`, `length` long, in Latin-1 `text`. */
  match(text: string, at: number, length: number): Span | undefined;
}

/** A rule and its matcher. */
export interface CompiledRule {
  readonly rule: SecretRule;
  readonly matcher: RuleMatcher;
}

/** Makes a rule ready; throws a SyntaxError where its regular expression is none. */
export function compileRule(rule: SecretRule): CompiledRule {
  switch (rule.kind) {
    case 'token':
      return { rule, matcher: new TokenMatcher(rule) };
    case 'assigned':
      return { rule, matcher: new AssignedMatcher(rule) };
    case 'pattern':
      return { rule, matcher: new PatternMatcher(rule) };
  }
}

/** The secret of `compiled` around a keyword of it, after every filter. */
export function matchRule(
  compiled: CompiledRule,
  text: string,
  at: number,
  length: number,
): Span | undefined {
  const span = compiled.matcher.match(text, at, length);
  if (span === undefined) return undefined;
  const secret = text.slice(span.start, span.end);
  const { rule } = compiled;
  if (rule.minEntropy !== undefined && measureEntropy(secret) < rule.minEntropy) return undefined;
  if (isPlaceholder(secret)) return undefined;
  return rule.isValid === undefined || rule.isValid(secret) ? span : undefined;
}
