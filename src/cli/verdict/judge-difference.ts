// Whether two images side by side pass: how much B grew, and what it has of its own that A has not.
import type { FindingDifference } from '../../checks/judging/compare-findings.ts';
import type { DifferenceFailOn, DifferenceVerdict, GrowthVerdict } from '../../report/difference-report.ts';
import { type SizeLimit, toLimitBytes } from '../settings/parse-size-limit.ts';

/** What B is measured by. */
export interface DifferenceLimits {
  readonly failOn: DifferenceFailOn;
  /** How much larger B may be; where it is given, growth is judged whatever `failOn` says. */
  readonly maxGrowth?: SizeLimit;
}

const NO_GROWTH: SizeLimit = { kind: 'bytes', text: '0', bytes: 0 };

/** Judges B against A; inherited findings never fail a run, as in `check`. */
export function judgeDifference(
  entryBytesInA: number,
  entryBytesInB: number,
  findings: readonly FindingDifference[],
  { failOn, maxGrowth }: DifferenceLimits,
): DifferenceVerdict {
  const limit = maxGrowth ?? (failOn === 'growth' ? NO_GROWTH : undefined);
  const growth = limit === undefined ? null : judgeGrowth(limit, entryBytesInA, entryBytesInB);
  const isNew = ({ tier, change, isYoursInB }: FindingDifference): boolean =>
    tier === 'ballast' && change === 'new' && isYoursInB;
  const failingRules = failOn === 'findings' ? findings.filter(isNew).map(({ rule }) => rule) : null;
  const passes = growth?.isExceeded !== true && (failingRules === null || failingRules.length === 0);
  return { passes, failOn, growth, failingRules };
}

function judgeGrowth(limit: SizeLimit, entryBytesInA: number, entryBytesInB: number): GrowthVerdict {
  const limitBytes = toLimitBytes(limit, entryBytesInA);
  const actualBytes = entryBytesInB - entryBytesInA;
  return { limit: limit.text, limitBytes, actualBytes, isExceeded: actualBytes > limitBytes };
}
