import { expect, test } from 'vitest';
import { parseSizeLimit } from '../../../src/cli/settings/parse-size-limit.ts';
import { reachVerdict } from '../../../src/cli/verdict/reach-verdict.ts';
import { makeFinding, makeReport } from '../../report/made-reports.ts';

const FINDINGS = [
  makeFinding({ severity: 'error', bytes: 0 }),
  makeFinding({ bytes: 3_000_000 }),
  makeFinding({ severity: 'advice' }),
  makeFinding({ severity: 'error', origin: 'inherited', bytes: 9_000_000 }),
];
const { bytes } = makeReport(FINDINGS);

test.each([
  ['error', 1, false],
  ['warning', 2, false],
  ['advice', 3, false],
  ['never', 0, true],
] as const)('--fail-on %s counts %d findings of yours', (failOn, failingCount, passes) => {
  expect(reachVerdict(FINDINGS, bytes, { failOn })).toEqual({ passes, failOn, failingCount, budgets: [] });
});

test('inherited findings alone never fail', () => {
  const inherited = FINDINGS.filter(({ origin }) => origin === 'inherited');
  expect(reachVerdict(inherited, bytes, { failOn: 'advice' }).passes).toBe(true);
});

test.each([
  ['3MB', true],
  ['2999999B', false],
  ['3%', true],
  ['2.9%', false],
  ['0', false],
])('a ballast budget of %s: %s; only yours counts', (limit, passes) => {
  const verdict = reachVerdict(FINDINGS, bytes, { failOn: 'never', maxBallast: parseSizeLimit(limit, true) });
  expect(verdict.passes).toBe(passes);
  expect(verdict.budgets).toMatchObject([{ kind: 'max-ballast', actualBytes: 3_000_000, limit }]);
});

test('a size budget counts entry bytes', () => {
  const at = (limit: string) =>
    reachVerdict([], bytes, { failOn: 'warning', maxSize: parseSizeLimit(limit, false) }).passes;
  expect([at('100MB'), at('99999999B')]).toEqual([true, false]);
});
