// A list of patterns, checked and compiled as the builders do when they begin (patternmatcher.New, fileutils.NewPatternMatcher).
import { PlimsollError } from '../../errors.ts';
import { cleanPath } from '../go-rules/clean-path.ts';
import { BAD_PATTERN, matchGlob } from '../go-rules/match-glob.ts';
import { trimSpace } from '../go-rules/trim-space.ts';
import { compilePattern, type PathMatcher, type PatternCompiler } from './compile-pattern.ts';

const LONGEST_TOLD = 100;

/** One pattern of a list. */
export interface Pattern {
  /** Of the ignore file, from 1; 0 where it comes from nowhere in a file. */
  readonly line: number;
  /** Cleaned, without its '!'. */
  readonly cleaned: string;
  /** It began with '!'. */
  readonly isException: boolean;
  /** How many names the pattern has. */
  readonly nameCount: number;
  readonly matcher: PathMatcher;
}

/** Patterns in the order of the file. */
export interface PatternList {
  readonly patterns: readonly Pattern[];
  readonly hasExceptions: boolean;
}

/** What a list is made from: a reader's patterns, with their '!', and where each stands. */
export interface PatternSource {
  readonly pattern: string;
  readonly line?: number;
}

/** Compiles a list; throws IGNORE_FILE_INVALID for a pattern with which the build ends at once. */
export function compileList(sources: readonly PatternSource[], compiler: PatternCompiler): PatternList {
  const patterns: Pattern[] = [];
  for (const { pattern, line = 0 } of sources) {
    const trimmed = trimSpace(pattern);
    if (trimmed !== '') patterns.push(compileOne(cleanPath(trimmed), line, compiler));
  }
  return { patterns, hasExceptions: patterns.some(({ isException }) => isException) };
}

/** A pattern as it goes from one thread to another: what it is compiled to does not. */
export type PlainPattern = Omit<Pattern, 'matcher'>;

/** The patterns of a list, to be compiled in another thread. */
export function plainPatterns({ patterns }: PatternList): readonly PlainPattern[] {
  return patterns.map(({ matcher: _, ...plain }) => plain);
}

/** The list that `plainPatterns` was made from. */
export function compilePlain(plain: readonly PlainPattern[], compiler: PatternCompiler): PatternList {
  const patterns = plain.map((pattern) => ({
    ...pattern,
    matcher: compilePattern(pattern.cleaned, compiler),
  }));
  return { patterns, hasExceptions: patterns.some(({ isException }) => isException) };
}

function compileOne(pattern: string, line: number, compiler: PatternCompiler): Pattern {
  const isException = pattern.startsWith('!');
  if (pattern === '!')
    throw invalid(
      "'!' stands alone: an exception needs a path",
      line,
      'Remove the line, or write a path after it.',
    );
  const cleaned = isException ? cleanException(pattern.slice(1), compiler) : pattern;
  if (matchGlob(cleaned, '.') === BAD_PATTERN)
    throw invalid(
      `the pattern '${cutPattern(cleaned)}' has a syntax error`,
      line,
      'Close each [ with ], let no [] be empty, and write \\\\ for a backslash.',
    );
  return {
    line,
    cleaned,
    isException,
    nameCount: cleaned.split('/').length,
    matcher: compilePattern(cleaned, compiler),
  };
}

/** Podman cleans what stands after the '!' once more. */
function cleanException(path: string, compiler: PatternCompiler): string {
  return compiler === 'fileutils' ? cleanPath(path).replace(/^\//, '') : path;
}

/** A pattern as an error tells it. */
export function cutPattern(pattern: string): string {
  return pattern.length <= LONGEST_TOLD ? pattern : `${pattern.slice(0, LONGEST_TOLD)}...`;
}

function invalid(message: string, line: number, hint: string): PlimsollError {
  return new PlimsollError('IGNORE_FILE_INVALID', message, { hint, ...(line === 0 ? {} : { line }) });
}
