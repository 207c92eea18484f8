// A rule made ready to run: its keywords, how far around one it looks, and how it decides there.
import { measureEntropy } from '../entropy.ts';
import { isInPackage, isPackageSample } from '../package-sample.ts';
import { isPlaceholder } from '../placeholder.ts';
import { isPublishedKey } from '../published-keys.ts';
import type { PatternRule, SecretRule } from '../secret-rule.ts';
import { AssignedMatcher } from './assigned-matcher.ts';
import { PatternMatcher } from './pattern-matcher.ts';
import { TokenMatcher } from './token-matcher.ts';

/** How far from a match its company is looked for, as far as the text at hand goes. */
export const COMPANY_REACH_BYTES = 512;

/** Where a secret lies within a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** All that the pattern matched, where that is more than the secret. */
  readonly whole?: Span;
}

/** Decides whether a secret stands around a keyword. */
export interface RuleMatcher {
  /** As they are in the bytes; lower case where `ignoresCase`. */
  readonly keywords: readonly string[];
  readonly ignoresCase: boolean;
  /** What a try costs, as a multiple of the cheapest. */
  readonly cost: number;
  /** By byte, 1 for what may stand before a keyword, a zero where nothing does; not given where anything may. */
  readonly previousBytes?: Uint8Array;
  /** Likewise for what may follow; not given where anything may, or behind three bytes anything printable. */
  readonly nextBytes?: Uint8Array | undefined;
  /** What it must see before and after the start of a keyword. */
  readonly beforeBytes: number;
  readonly afterBytes: number;
  /** Whether the keyword must be a part of a name that is assigned to, which is looked at once for all such rules. */
  readonly isAssigned: boolean;
  /** A quick look at the bytes: false only where `match` would find nothing. Not asked of rules that are `isAssigned`. */
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

/** The same, when its matcher is first asked for: of some hundred rules a small text asks few. */
export function deferRule(rule: SecretRule): CompiledRule {
  let matcher: RuleMatcher | undefined;
  return {
    rule,
    get matcher(): RuleMatcher {
      matcher ??= compileRule(rule).matcher;
      return matcher;
    },
  };
}

/** The secret of `compiled` around a keyword of it, after every filter; `path` is Latin-1, without a leading slash. */
export function matchRule(
  compiled: CompiledRule,
  text: string,
  at: number,
  length: number,
  path = '',
): Span | undefined {
  const { rule } = compiled;
  const pattern = rule.kind === 'pattern' ? rule : undefined;
  if (pattern?.path !== undefined && !pattern.path.test(path)) return undefined;
  const span = compiled.matcher.match(text, at, length);
  if (span === undefined) return undefined;
  const secret = text.slice(span.start, span.end);
  if (rule.minEntropy !== undefined && measureEntropy(secret) < rule.minEntropy) return undefined;
  if (pattern?.takesPlaceholders !== true && (isPlaceholder(secret) || isPublishedKey(secret)))
    return undefined;
  if (rule.isValid !== undefined && !rule.isValid(secret)) return undefined;
  if (rule.skipsPackageSamples === true && isPackageSample(path)) return undefined;
  if (rule.skipsPackages === true && isInPackage(path)) return undefined;
  return pattern !== undefined && isExcused(pattern, text, span, path) ? undefined : span;
}

/** Whether a rule must see the path of the file. */
export function needsPath(rule: SecretRule): boolean {
  if (rule.skipsPackageSamples === true || rule.skipsPackages === true) return true;
  return rule.kind === 'pattern' && (rule.path !== undefined || rule.allows !== undefined);
}

function isExcused(rule: PatternRule, text: string, span: Span, path: string): boolean {
  const { company, allows } = rule;
  const { start, end } = span.whole ?? span;
  if (company !== undefined) {
    const around = text
      .slice(Math.max(0, start - COMPANY_REACH_BYTES), end + COMPANY_REACH_BYTES)
      .toLowerCase();
    if (!company.some((word) => around.includes(word))) return true;
  }
  if (allows === undefined) return false;
  const lineEnd = text.indexOf('\n', end);
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, lineEnd < 0 ? undefined : lineEnd);
  return allows({ secret: text.slice(span.start, span.end), match: text.slice(start, end), line, path });
}
