// From a Go regular expression to one that finds the same in Latin-1 text within a window, or to the reason why not.

import { findLiterals, type RequiredLiterals } from './syntax/find-literals.ts';
import { countWays, measureStartPeriod } from './syntax/judge-cost.ts';
import { parseGoPattern } from './syntax/parse-go-pattern.ts';
import { stripLead } from './syntax/strip-lead.ts';
import { measureLength, type PatternNode, PatternRefusal } from './syntax/syntax-tree.ts';
import { writePattern, writeSet } from './syntax/write-pattern.ts';

/** Tries of a match in one window; more could hold a scan up for as long as an attacker likes. */
export const STEPS_LIMIT = 100_000;
/** Why a pattern is refused that could need more. */
export const TOO_SLOW = 'its pattern could be made to run for very long: repetitions that overlap';

/** A pattern that can run, and what is known of its matches. */
export interface TranslatedPattern {
  readonly expression: RegExp;
  /** Texts of which each match has one. */
  readonly literals: RequiredLiterals | undefined;
  /** How many bytes before such a text a match may begin, apart from its lead; and how many of these there may be. */
  readonly startsBefore: number;
  readonly leadBytes: number;
  readonly mostBytes: number;
  /** How many tries a window can cost in which a match may begin at so many places; Infinity where they explode. */
  readonly countSteps: (starts: number, windowBytes: number) => number;
}

/** `secretGroup` as gitleaks has it: 0 for the first group that took something. `keywords` are lower case. Throws a PatternRefusal. */
export function translatePattern(
  pattern: string,
  secretGroup = 0,
  keywords: readonly string[] = [],
): TranslatedPattern {
  const { node: whole, groups } = parseGoPattern(pattern);
  if (secretGroup < 0 || secretGroup > groups)
    throw new PatternRefusal(`its secretGroup is ${secretGroup}, and its pattern has ${groups}`);
  const { node, lead } = stripLead(whole);
  const look = lead === undefined ? '' : `(?<=(?<lead>${writeSet(lead.set)}{0,${lead.most}}))`;
  const literals = findLiterals(node, keywords);
  return {
    expression: makeExpression(`${look}${wrap(writePattern(node, secretGroup), look)}`),
    literals,
    startsBefore: literals?.beforeBytes ?? 0,
    leadBytes: lead?.most ?? 0,
    mostBytes: measureLength(whole).most,
    countSteps: (starts, windowBytes) =>
      Math.ceil(starts / measureStartPeriod(node)) * countWays(node, windowBytes),
  };
}

function wrap(source: string, look: string): string {
  return look === '' ? source : `(?:${source})`;
}

/** An expression for texts of `limitBytes`; throws a PatternRefusal where it could be made to run for long. */
export function translateForTexts(pattern: string, limitBytes: number): RegExp {
  const { node } = parseGoPattern(pattern);
  const starts = beginsAtStart(node) ? 1 : limitBytes;
  if (starts * countWays(node, limitBytes) > STEPS_LIMIT) throw new PatternRefusal(TOO_SLOW);
  return makeExpression(writePattern(node, 0));
}

function beginsAtStart(node: PatternNode): boolean {
  const first = node.kind === 'sequence' ? node.items[0] : node;
  return first?.kind === 'assertion' && first.assertion === 'text-start';
}

function makeExpression(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch {
    throw new PatternRefusal('its pattern is too large');
  }
}
