// Patterns of a list that can never decide anything, whatever the folder holds. What merely matches nothing today is no dead
// line: it stands there for the day when something of the name appears. Only what is certain is told.
import { hasWildcards } from '../go-rules/match-glob.ts';
import { matchPath } from './match-path.ts';
import type { Pattern, PatternList } from './pattern-list.ts';

/** Why a pattern decides nothing. */
export type DeadReason =
  /** An earlier pattern takes all that it takes, and no exception stands between them. */
  | { readonly kind: 'covered'; readonly by: Pattern }
  /** The exception of the same path comes after it. */
  | { readonly kind: 'undone'; readonly by: Pattern }
  /** An exception of a path that no pattern ignores. */
  | { readonly kind: 'nothing-to-except' }
  /** No path of a context looks like this. */
  | { readonly kind: 'impossible' };

/** A pattern that could be left out. */
export interface DeadPattern {
  readonly pattern: Pattern;
  readonly reason: DeadReason;
}

/** Finds them, in the order of the file. */
export function findDeadPatterns({ patterns }: PatternList): readonly DeadPattern[] {
  const dead: DeadPattern[] = [];
  for (const [i, pattern] of patterns.entries()) {
    const reason = isImpossible(pattern.cleaned)
      ? ({ kind: 'impossible' } as const)
      : (findCover(patterns, i) ?? findUndoing(patterns, i) ?? findNothingToExcept(patterns, i));
    if (reason !== undefined) dead.push({ pattern, reason });
  }
  return dead;
}

/** Paths of a walk are cleaned: they have no empty name, no `.` and no `..`. */
function isImpossible(cleaned: string): boolean {
  return cleaned === '.' || cleaned === '/' || cleaned === '..' || cleaned.startsWith('../');
}

/** Between two patterns of one kind, none of the other: then the later is never asked about what the earlier took. */
function findCover(patterns: readonly Pattern[], at: number): DeadReason | undefined {
  const pattern = patterns[at]!;
  for (let i = at - 1; i >= 0 && patterns[i]!.isException === pattern.isException; i--)
    if (covers(patterns[i]!, pattern)) return { kind: 'covered', by: patterns[i]! };
  return undefined;
}

/** Whether every path that `later` takes is taken by `earlier`, or lies below one that is. */
function covers(earlier: Pattern, later: Pattern): boolean {
  if (earlier.cleaned === later.cleaned) return true;
  if (earlier.isException || earlier.matcher.kind === 'broken' || later.matcher.kind === 'broken')
    return false;
  if (isPlain(later.cleaned)) return takes(earlier, later.cleaned);
  // What a pattern takes lies below the names that stand before its first wildcard.
  const names = later.cleaned.split('/');
  const fixed = names.slice(
    0,
    names.findIndex((name) => !isPlain(name)),
  );
  return fixed.length > 0 && takes(earlier, fixed.join('/'));
}

function takes(pattern: Pattern, path: string): boolean {
  try {
    const list = { patterns: [{ ...pattern, isException: false }], hasExceptions: false };
    return matchPath(list, path, 'any parent').isMatched;
  } catch {
    return false;
  }
}

function findUndoing(patterns: readonly Pattern[], at: number): DeadReason | undefined {
  const pattern = patterns[at]!;
  const next = patterns[at + 1];
  // Only the very next line: what stands between could decide by what this one did to a folder.
  if (pattern.isException || next?.isException !== true || next.cleaned !== pattern.cleaned) return undefined;
  return isPlain(pattern.cleaned) &&
    patterns.slice(0, at).every(({ isException }) => !isException) &&
    !patterns.slice(0, at).some((other) => mayTouch(other.cleaned, pattern.cleaned))
    ? { kind: 'undone', by: next }
    : undefined;
}

function findNothingToExcept(patterns: readonly Pattern[], at: number): DeadReason | undefined {
  const { isException, cleaned } = patterns[at]!;
  if (!isException || !isPlain(cleaned)) return undefined;
  // What ignores it later counts as well: builders enter an ignored folder because of an exception, wherever that stands.
  const ignoring = patterns.filter((other) => !other.isException);
  return ignoring.every((other) => !mayTouch(other.cleaned, cleaned))
    ? { kind: 'nothing-to-except' }
    : undefined;
}

/** Whether two patterns could take the same path, or one something below the other; true where it is not certain. */
function mayTouch(one: string, other: string): boolean {
  if (!isPlain(one) || !isPlain(other)) return true;
  return one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}

/** Without anything that a builder reads as more than a letter. */
function isPlain(path: string): boolean {
  return !hasWildcards(path) && !/[*?[\]\\^$|{}+()]/.test(path);
}
