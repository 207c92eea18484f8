// Four ways in which builders ask a list about a path; they differ in what they do with the folders above it.
// - parent results: moby/patternmatcher's MatchesUsingParentResults, for walks (BuildKit, the classic builder). An exception
//   that was skipped at a folder, because nothing had ignored the folder yet, is not asked about the folder again below it.
// - any parent: MatchesOrParentMatches, for single paths (BuildKit when it opens a file, and its CopyIgnoredFile check).
// - one parent: the deprecated Matches, which asks only the parent that has as many names as the pattern (kaniko).
// - last match: podman's and buildah's fileutils, whose expressions take what lies below by themselves.
import { PlimsollError } from '../../errors.ts';
import { matchesPattern } from './compile-pattern.ts';
import { cutPattern, type Pattern, type PatternList } from './pattern-list.ts';

/** Which of the ways. */
export type MatchingRule = 'parent results' | 'any parent' | 'one parent' | 'last match';

/** What a list says of a path. */
export interface PathVerdict {
  readonly isMatched: boolean;
  /** The index of the pattern that decided last, or -1 where none took the path. */
  readonly decidedBy: number;
}

/** For each pattern whether it took a folder: what a walk hands down to what lies in it. */
export type ParentResults = Uint8Array;

/**
 * The verdict of a walk, given the results of the folder around; `results` is filled for a folder. One number, so that a
 * walk makes no object a path: not negative where the path is matched, and `unpackVerdict` reads it.
 */
export function matchUsingParentResults(
  list: PatternList,
  path: string,
  parent: ParentResults | undefined,
  results: ParentResults | undefined,
): number {
  const { patterns } = list;
  let isMatched = false;
  let decidedBy = -1;
  for (let i = 0; i < patterns.length; i++) {
    const pattern = patterns[i]!;
    if (parent !== undefined && parent[i] === 1) {
      if (results !== undefined) results[i] = 1;
    } else {
      if (pattern.isException !== isMatched) continue;
      const isTaken =
        askPattern(pattern, path) ||
        (parent === undefined && isParentTaken(pattern, path, pattern.nameCount, true));
      if (!isTaken) continue;
      if (results !== undefined) results[i] = 1;
    }
    if (isMatched === pattern.isException) decidedBy = i;
    isMatched = !pattern.isException;
  }
  return isMatched ? decidedBy : -2 - decidedBy;
}

/** The verdict for a path alone, by one of the other ways. */
export function matchPath(
  list: PatternList,
  path: string,
  rule: Exclude<MatchingRule, 'parent results'>,
): PathVerdict {
  let isMatched = false;
  let decidedBy = -1;
  for (const [i, pattern] of list.patterns.entries()) {
    // Podman asks every pattern: one that is broken ends the build wherever it stands.
    if (rule !== 'last match' && pattern.isException !== isMatched) continue;
    const isTaken =
      askPattern(pattern, path) ||
      (rule !== 'last match' && isParentTaken(pattern, path, pattern.nameCount, rule === 'any parent'));
    if (!isTaken) continue;
    if (isMatched === pattern.isException) decidedBy = i;
    isMatched = !pattern.isException;
  }
  return { isMatched, decidedBy };
}

/** Reads what `matchUsingParentResults` packs into one number, so that a walk makes no object a path. */
export function unpackVerdict(packed: number): PathVerdict {
  return packed >= 0 ? { isMatched: true, decidedBy: packed } : { isMatched: false, decidedBy: -2 - packed };
}

function askPattern(pattern: Pattern, path: string): boolean {
  const isTaken = matchesPattern(pattern.matcher, path);
  if (isTaken !== undefined) return isTaken;
  const reason = pattern.matcher.kind === 'broken' ? `: ${pattern.matcher.reason}` : '';
  throw new PlimsollError(
    'IGNORE_FILE_INVALID',
    `the pattern '${cutPattern(pattern.cleaned)}' cannot be matched${reason}`,
    {
      ...(pattern.line === 0 ? {} : { line: pattern.line }),
      hint: 'The build fails here too. Write the pattern without what is special in regular expressions.',
    },
  );
}

/** Whether the pattern takes a folder above the path: any, or the one with `nameCount` names. */
function isParentTaken(pattern: Pattern, path: string, nameCount: number, isAny: boolean): boolean {
  let names = 0;
  for (let slash = path.indexOf('/', 1); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    names++;
    if ((isAny || names === nameCount) && matchesPattern(pattern.matcher, path.slice(0, slash)) === true)
      return true;
  }
  return false;
}
