import { describe, expect, test } from 'vitest';
import { matchPath, matchUsingParentResults, unpackVerdict } from '../../../src/context/ignore/match-path.ts';
import { compileList, type PatternList } from '../../../src/context/ignore/pattern-list.ts';

/** The verdict of a walk that comes down to the path from the root. */
function walkTo(
  list: PatternList,
  path: string,
): { readonly isMatched: boolean; readonly decidedBy: number } {
  const names = path.split('/');
  let results: Uint8Array | undefined;
  for (let i = 1; i < names.length; i++) {
    const next = new Uint8Array(list.patterns.length);
    matchUsingParentResults(list, names.slice(0, i).join('/'), results, next);
    results = next;
  }
  return unpackVerdict(matchUsingParentResults(list, path, results, undefined));
}

const compile = (
  patterns: string,
  compiler: 'patternmatcher' | 'fileutils' = 'patternmatcher',
): PatternList =>
  compileList(
    patterns.split('\n').map((pattern, i) => ({ pattern, line: i + 1 })),
    compiler,
  );

describe('one pattern', () => {
  test.each<readonly [pattern: string, path: string, isMatched: boolean]>([
    ['a', 'a', true],
    ['a', 'a/b/c', true],
    ['a', 'b/a', false],
    ['a', 'ab', false],
    ['a', 'A', false],
    ['*', 'a', true],
    ['*', '.a', true],
    ['*/b', 'a/b', true],
    ['*/b', 'a/c/b', false],
    ['a?c', 'abc', true],
    ['a?c', 'aéc', true],
    ['a?c', 'a/c', false],
    ['a/*.txt', 'a/b.txt', true],
    ['a/*.txt', 'a/b/c.txt', false],
    ['a.c', 'abc', false],
    ['a.c*', 'abcd', false],
    ['a(b)+$*', 'a(b)+$c', true],
    // **
    ['**', 'a/b', true],
    ['**/a', 'a', true],
    ['**/a', 'b/c/a/d', true],
    ['**/a', 'ba', false],
    ['**a', 'ba', true],
    ['**a', 'x/ba', true],
    ['**a*', 'ba', false],
    ['**a*', 'x/ab', true],
    ['a/**', 'a', false],
    ['a/**', 'a/b/c', true],
    ['a**', 'ab/c', true],
    ['a**/b', 'ax/y/b', true],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['**/a/**', 'x/a/y', true],
    ['**/a/**', 'a', false],
    // classes
    ['[a-c]', 'b', true],
    ['[^a-c]', 'b', false],
    ['[^a-c]x', 'dx', true],
    ['[!a]', 'b', false],
    ['[!a]', '!', true],
    ['x[^a]y*', 'x/y', true],
    ['[[:alpha:]]', 'q', true],
    ['[[:alpha:]]', '1', false],
    // escapes
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['a\\\\', 'a\\', true],
    ['\\d', '7', true],
    ['\\d', 'd', false],
    // what escaping forgets
    ['a|b', 'a|b', true],
    ['a|b*', 'axyz', true],
    ['a|b*', 'zzb', true],
    ['x{2}*', 'xx1', true],
    ['x{2}*', 'x{2}1', false],
    ['x{2}', 'x{2}', true],
    ['^a*', 'ab', true],
    ['^a*', '^ab', false],
    ['**/*.{pem,key}', 'a.pem', false],
    ['**/*.{pem,key}', 'a.{pem,key}', true],
  ])('%s on %s: %s, alone and in a walk', (pattern, path, isMatched) => {
    const list = compile(pattern);
    expect(walkTo(list, path).isMatched).toBe(isMatched);
    expect(matchPath(list, path, 'any parent').isMatched).toBe(isMatched);
  });

  test.each(['[z-a]', '*{1,2}', '\\é', 'a|*{2}'])(
    '%s passes the check and breaks when it is asked',
    (pattern) => {
      const list = compile(`x\n${pattern}`);
      expect(() => matchPath(list, 'b', 'any parent')).toThrow(
        expect.objectContaining({ code: 'IGNORE_FILE_INVALID', line: 2 }),
      );
      // A pattern that is not asked does no harm.
      expect(matchPath(list, 'x', 'any parent').isMatched).toBe(true);
    },
  );

  test.each(['[', '[^', '[]a]', '[-x]', '[x-]', '[a-b-c]', '\\', '!', '!/', '![a'])(
    '%s ends the build',
    (pattern) => {
      expect(() => compile(`ok\n${pattern}`)).toThrow(
        expect.objectContaining({ code: 'IGNORE_FILE_INVALID', line: 2 }),
      );
    },
  );
});

describe('lists', () => {
  test.each<readonly [patterns: string, path: string, walk: number, alone: number]>([
    // The index of the pattern that decides: from 0 where the path is ignored, ~index where it is taken back.
    ['a\n!a/b', 'a/b', ~1, ~1],
    ['a\n!a/b', 'a/c', 0, 0],
    ['!a\na', 'a', 1, 1],
    ['a\n!a\na', 'a', 2, 2],
    ['*\n!a', 'a/b', ~1, ~1],
    ['*\n!a/b\na/b/c', 'a/b/c', 2, 2],
    // An exception that was skipped at a folder is not asked about it again.
    ['a/b\n!a', 'a/b/f', 0, ~1],
    ['a/b\n!a', 'a/c', -1, -1],
    // A pattern that was skipped at a folder, because it was ignored already, is not either.
    ['a\n!a/f\na', 'a/f', ~1, 2],
    ['a\n!a/f\n**', 'a/f', 2, 2],
  ])('%j on %s', (patterns, path, walk, alone) => {
    const list = compile(patterns);
    const packed = (verdict: { readonly isMatched: boolean; readonly decidedBy: number }): number =>
      verdict.isMatched || verdict.decidedBy === -1 ? verdict.decidedBy : ~verdict.decidedBy;
    expect(packed(walkTo(list, path))).toBe(walk);
    expect(packed(matchPath(list, path, 'any parent'))).toBe(alone);
  });
});

describe('other builders', () => {
  test.each<readonly [patterns: string, path: string, buildkit: boolean, podman: boolean, kaniko: boolean]>([
    ['a/b\n!a', 'a/b/f', true, false, false],
    ['**/n', 'x/y/n/b', true, true, false],
    ['**foo', 'barfoo', true, false, true],
    ['a+b', 'a+b', true, false, true],
    ['a(b)c', 'a(b)c', true, false, true],
    ['a+b', 'aab', false, true, false],
    ['*\n!a', 'a/b', false, false, false],
    ['a', 'a/b/c', true, true, true],
  ])('%j on %s: BuildKit %s, podman %s, kaniko %s', (patterns, path, buildkit, podman, kaniko) => {
    expect(walkTo(compile(patterns), path).isMatched).toBe(buildkit);
    expect(matchPath(compile(patterns, 'fileutils'), path, 'last match').isMatched).toBe(podman);
    expect(matchPath(compile(patterns), path, 'one parent').isMatched).toBe(kaniko);
  });

  test('podman cannot read c++', () => {
    expect(() => matchPath(compile('c++', 'fileutils'), 'a', 'last match')).toThrow('cannot be matched');
    expect(matchPath(compile('c++'), 'c++', 'one parent').isMatched).toBe(true);
  });
});

test('two stars take their slash with them: nothing of what follows need stand behind one', () => {
  const list = compileList([{ pattern: 'foo**/bar' }], 'patternmatcher');
  const isTaken = (path: string): boolean => matchPath(list, path, 'any parent').isMatched;
  expect(['foobar', 'foo/bar', 'foox/y/bar', 'foobarx'].map(isTaken)).toEqual([true, true, true, false]);
});
