import { expect, test } from 'vitest';
import type { FindingDifference } from '../../../src/checks/judging/compare-findings.ts';
import { parseSizeLimit } from '../../../src/cli/settings/parse-size-limit.ts';
import { judgeDifference } from '../../../src/cli/verdict/judge-difference.ts';

const MB = 1_000_000;
const limit = (text: string) => parseSizeLimit(text, true);

const difference = (fields: Partial<FindingDifference> = {}): FindingDifference => ({
  rule: 'core-dump',
  tier: 'ballast',
  change: 'new',
  message: 'core dumps',
  bytesInA: 0,
  bytesInB: 5,
  pathsInA: 0,
  pathsInB: 1,
  isYoursInB: true,
  ...fields,
});

test('never: everything passes, and nothing is judged', () => {
  expect(judgeDifference(1, 900 * MB, [difference()], { failOn: 'never' })).toEqual({
    passes: true,
    failOn: 'never',
    growth: null,
    failingRules: null,
  });
});

test('growth: one byte more fails, as many or fewer pass', () => {
  const passes = (a: number, b: number): boolean =>
    judgeDifference(a, b, [difference()], { failOn: 'growth' }).passes;
  expect([passes(5, 6), passes(5, 5), passes(5, 4)]).toEqual([false, true, true]);
});

test('--max-growth: what is allowed, whatever --fail-on says', () => {
  const judge = (text: string, growth: number, failOn: 'never' | 'growth' = 'never') =>
    judgeDifference(100 * MB, 100 * MB + growth, [], { failOn, maxGrowth: limit(text) });
  expect(judge('1MB', MB).passes).toBe(true);
  expect(judge('1MB', MB + 1).passes).toBe(false);
  expect(judge('5%', 5 * MB, 'growth').passes).toBe(true);
  expect(judge('5%', 5 * MB + 1, 'growth').growth).toEqual({
    limit: '5%',
    limitBytes: 5 * MB,
    actualBytes: 5 * MB + 1,
    isExceeded: true,
  });
});

test('findings: only what is new in B, at warning or above, and not inherited', () => {
  const rules = (...findings: FindingDifference[]) =>
    judgeDifference(1, 1, findings, { failOn: 'findings' }).failingRules;
  expect(rules(difference(), difference({ rule: 'log-files' }))).toEqual(['core-dump', 'log-files']);
  expect(
    rules(
      difference({ tier: 'advice' }),
      difference({ change: 'grown' }),
      difference({ change: 'gone' }),
      difference({ isYoursInB: false }),
    ),
  ).toEqual([]);
});
