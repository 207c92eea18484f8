// Patterns: searched for in a window around their keyword.
import type { PatternRule } from '../secret-rule.ts';
import type { RuleMatcher, Span } from './compiled-rule.ts';

/** Bytes of a window that cost about as much to search as a token to match. */
const COST_BYTES = 64;
/** Places at which a match may begin that cost about as much. */
const COST_STARTS = 8;
/** Steps of which only a text that is made for it makes a pattern take all: as many cost about as much as a token. */
const COST_STEPS = 5000;
const DEFAULT_REACH = { beforeBytes: 64, afterBytes: 512 };
/** The group that is the whole match, where more stands before it. */
const WHOLE = 'plimsollWhole';
/** Up to here a match at each possible start is tried; beyond, searching the window is faster. */
const FEW_STARTS = 8;

export class PatternMatcher implements RuleMatcher {
  readonly keywords: readonly string[];
  readonly ignoresCase: boolean;
  readonly cost: number;
  readonly beforeBytes: number;
  readonly afterBytes: number;
  readonly #reach: { readonly beforeBytes: number; readonly afterBytes: number };
  readonly #pattern: RegExp;
  readonly #startsBefore: number;
  readonly #isNear: boolean;
  readonly isAssigned: boolean;

  constructor(rule: PatternRule) {
    const { pattern } = rule;
    this.#reach = rule.reach ?? DEFAULT_REACH;
    this.ignoresCase = rule.ignoresCase ?? pattern.ignoreCase;
    this.keywords = this.ignoresCase ? rule.keywords.map((keyword) => keyword.toLowerCase()) : rule.keywords;
    // Company and lines are looked for further away than matches.
    const least = rule.company === undefined && rule.allows === undefined ? 0 : 512;
    this.beforeBytes = Math.max(least, this.#reach.beforeBytes);
    this.afterBytes = Math.max(least, this.#reach.afterBytes);
    this.#isNear = rule.near === true;
    this.isAssigned = rule.isAssigned === true;
    this.#startsBefore = rule.startsBefore ?? this.#reach.beforeBytes;
    const isBounded = !this.#isNear && this.#startsBefore > FEW_STARTS;
    // A match begins before the keyword or at it: without the bound, each keyword would cost a search of all that follows.
    this.#pattern = new RegExp(
      isBounded ? `[^]{0,${this.#startsBefore}}?(?<${WHOLE}>${pattern.source})` : pattern.source,
      `${pattern.flags.replace(/[gyd]/g, '')}${this.#isNear ? 'g' : 'y'}d`,
    );
    const { beforeBytes, afterBytes } = this.#reach;
    const steps = Math.ceil((rule.steps ?? 0) / COST_STEPS);
    const starts = isBounded ? Math.ceil(this.#startsBefore / COST_STARTS) : 0;
    this.cost = 1 + Math.ceil((beforeBytes + afterBytes) / COST_BYTES) + starts + steps;
  }

  mayMatch(): boolean {
    return true;
  }

  match(text: string, at: number, length: number): Span | undefined {
    const start = Math.max(0, at - this.#reach.beforeBytes);
    const window = text.slice(start, at + this.#reach.afterBytes);
    const found = this.#find(window, at - start, length);
    if (found === undefined) return undefined;
    const [matchFrom, to] = wholeOf(found);
    const from = found.indices!.groups?.['lead']?.[0] ?? matchFrom;
    const [secretFrom, secretTo] = findSecret(found.indices!) ?? [from, to];
    const whole = { start: start + from, end: start + to };
    return { start: start + secretFrom, end: start + secretTo, whole };
  }

  #find(window: string, at: number, length: number): RegExpExecArray | undefined {
    return this.#isNear ? this.#findNear(window, at) : this.#findAround(window, at, length);
  }

  /** The first match that holds the keyword. */
  #findAround(window: string, at: number, length: number): RegExpExecArray | undefined {
    for (let from = Math.max(0, at - this.#startsBefore); from <= at; ) {
      this.#pattern.lastIndex = from;
      const found = this.#pattern.exec(window);
      if (found === null) {
        if (this.#startsBefore > FEW_STARTS) return undefined;
        from++;
        continue;
      }
      const [start, end] = wholeOf(found);
      if (start > at) return undefined;
      if (end >= at + length) return found;
      from = Math.max(from, start) + 1;
    }
    return undefined;
  }

  /** The first match behind the keyword's start, else the last one before it. */
  #findNear(window: string, at: number): RegExpExecArray | undefined {
    let nearest: RegExpExecArray | undefined;
    this.#pattern.lastIndex = 0;
    for (let found = this.#pattern.exec(window); found !== null; found = this.#pattern.exec(window)) {
      nearest = found;
      if (found.index >= at) return nearest;
      if (found[0] === '') this.#pattern.lastIndex++;
    }
    return nearest;
  }
}

function wholeOf(found: RegExpExecArray): [number, number] {
  return found.indices!.groups?.[WHOLE] ?? found.indices![0]!;
}

/** Group `secret`, else the first group that took something. */
function findSecret(indices: RegExpIndicesArray): [number, number] | undefined {
  const named = indices.groups?.['secret'];
  if (named !== undefined) return named;
  const { lead, [WHOLE]: whole } = indices.groups ?? {};
  const added = (lead === undefined ? 0 : 1) + (whole === undefined ? 0 : 1);
  for (let group = 1 + added; group < indices.length; group++) {
    const taken = indices[group];
    if (taken !== undefined && taken[1] > taken[0]) return taken;
  }
  return undefined;
}
