// Patterns of `${x#...}`, `${x%...}` and `${x/...}`: `*` and `?`, no brackets (convertShellPatternToRegex of BuildKit).
import { PlimsollError } from '../../errors.ts';

/** One part of a pattern; a string is one literal character. */
export type PatternPart = string | { readonly kind: 'one' } | { readonly kind: 'many' };

const ONE = { kind: 'one' } as const;
const MANY = { kind: 'many' } as const;
/** Steps that one substitution may take: some tenths of a second. */
const STEP_LIMIT = 4_000_000;

/** Reads a pattern; throws DOCKERFILE_INVALID for an escape of what needs none. */
export function parsePattern(chars: readonly string[]): readonly PatternPart[] {
  const parts: PatternPart[] = [];
  // Go's scanner drops a byte order mark at the start.
  for (let i = chars[0] === '\uFEFF' ? 1 : 0; i < chars.length; i++) {
    const char = chars[i]!;
    if (char === '*') parts.push(MANY);
    else if (char === '?') parts.push(ONE);
    else if (char !== '\\') parts.push(char);
    else if (chars[i + 1] !== '}' && chars[i + 1] !== '/') {
      const escaped = chars[++i];
      if (escaped !== '*' && escaped !== '?' && escaped !== '\\')
        throw new PlimsollError('DOCKERFILE_INVALID', `a pattern has the invalid escape \\${escaped ?? ''}`);
      parts.push(escaped);
    }
  }
  return parts;
}

/** Counts what matching costs, over all matches of one substitution. */
export class MatchBudget {
  #left = STEP_LIMIT;

  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0)
      throw new PlimsollError('DOCKERFILE_INVALID', 'a pattern and its value are too long to be matched');
  }
}

/** The end of the longest, or else the shortest, match that begins at `start`; undefined if there is none. */
export function matchAt(
  parts: readonly PatternPart[],
  chars: readonly string[],
  start: number,
  isGreedy: boolean,
  budget: MatchBudget,
): number | undefined {
  let states = closure(new Set([0]), parts);
  let found: number | undefined;
  for (let at = start; ; at++) {
    budget.spend(states.size + 1);
    if (states.has(parts.length)) {
      found = at;
      if (!isGreedy) return found;
    }
    if (at === chars.length || states.size === 0) return found;
    const char = chars[at]!;
    const next = new Set<number>();
    for (const state of states) {
      const part = parts[state];
      if (part === undefined) continue;
      if (typeof part === 'string') {
        if (part === char) next.add(state + 1);
      } else if (char !== '\n') next.add(part.kind === 'many' ? state : state + 1);
    }
    states = closure(next, parts);
  }
}

/** `*` may stand for nothing. A set grows while it is walked, which is what is meant here. */
function closure(states: Set<number>, parts: readonly PatternPart[]): Set<number> {
  for (const state of states) {
    const part = parts[state];
    if (typeof part === 'object' && part.kind === 'many') states.add(state + 1);
  }
  return states;
}
