// Patterns that take other engines of expressions years: time grows with the text alone here.
import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { matchPath } from '../../../src/context/ignore/match-path.ts';
import { compileList } from '../../../src/context/ignore/pattern-list.ts';

const MOST_MS = 50_000;
const deepPath = 'a/'.repeat(2_000);

describe('hostile patterns', () => {
  test.each<readonly [name: string, pattern: string, compiler: 'patternmatcher' | 'fileutils']>([
    ['many **', `${'**/'.repeat(30)}x*y`, 'patternmatcher'],
    ['many *', `${'*a'.repeat(60)}*b`, 'patternmatcher'],
    ['nested repetitions', `${'('.repeat(20)}a*${')+'.repeat(20)}b`, 'fileutils'],
    ['counted repetitions', `${'a{1000}'.repeat(200)}*`, 'patternmatcher'],
    ['repetitions in repetitions', '(a{30}){30}(a{30}){30}b?', 'fileutils'],
    ['alternatives', `${'a|'.repeat(20_000)}b*`, 'patternmatcher'],
    ['deep groups', `${'('.repeat(60_000)}a`, 'fileutils'],
    ['open braces', `${'{'.repeat(60_000)}*`, 'patternmatcher'],
    ['open classes', `[${'[:'.repeat(30_000)}]*`, 'patternmatcher'],
    [
      'a large class',
      `[${Array.from({ length: 20_000 }, (_, i) => String.fromCodePoint(0x3000 + 2 * i)).join('')}]*`,
      'patternmatcher',
    ],
  ])('%s', (_, pattern, compiler) => {
    const start = performance.now();
    try {
      const list = compileList([{ pattern }], compiler);
      for (const path of [`${deepPath}b`, 'a'.repeat(4_000), 'é'.repeat(1_000)])
        matchPath(list, path, compiler === 'fileutils' ? 'last match' : 'any parent');
    } catch (error) {
      expect(error).toMatchObject({ code: 'IGNORE_FILE_INVALID' });
    }
    expect(performance.now() - start).toBeLessThan(MOST_MS);
  });
});

test('a line of 64 KiB is a pattern for podman, which compiles all of them', () => {
  const pattern = 'x'.repeat(65_536);
  const list = compileList([{ pattern }], 'fileutils');
  expect(matchPath(list, pattern, 'last match').isMatched).toBe(true);
  expect(matchPath(list, pattern.slice(1), 'last match').isMatched).toBe(false);
});
