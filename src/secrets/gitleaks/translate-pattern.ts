// From a Go regular expression to one that finds the same in Latin-1 text within a window, or to the reason why not.

import { findLiterals, type RequiredLiterals } from './syntax/find-literals.ts';
import { countWays } from './syntax/judge-cost.ts';
import { parseGoPattern } from './syntax/parse-go-pattern.ts';
import { measureLength, type PatternNode, PatternRefusal } from './syntax/syntax-tree.ts';
import { writePattern } from './syntax/write-pattern.ts';

/** A pattern that can run, and what is known of its matches. */
export interface TranslatedPattern {
  readonly expression: RegExp;
  /** Texts of which each match has one. */
  readonly literals: RequiredLiterals | undefined;
  readonly mostBytes: number;
}

/** Ways to try a match at one place; more could hold a scan up for as long as an attacker likes. */
const WAYS_LIMIT = 20_000;

/** `secretGroup` as gitleaks has it: 0 for the first group that took something. Throws a PatternRefusal. */
export function translatePattern(pattern: string, windowBytes: number, secretGroup = 0): TranslatedPattern {
  const { node, groups } = parseGoPattern(pattern);
  if (secretGroup < 0 || secretGroup > groups)
    throw new PatternRefusal(`its secretGroup is ${secretGroup}, and its pattern has ${groups}`);
  checkCost(node, windowBytes);
  return {
    expression: makeExpression(writePattern(node, secretGroup)),
    literals: findLiterals(node),
    mostBytes: measureLength(node).most,
  };
}

function checkCost(node: PatternNode, windowBytes: number): void {
  if (countWays(node, windowBytes) > WAYS_LIMIT)
    throw new PatternRefusal('its pattern could be made to run for very long: repetitions that overlap');
}

function makeExpression(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch {
    throw new PatternRefusal('its pattern is too large');
  }
}
