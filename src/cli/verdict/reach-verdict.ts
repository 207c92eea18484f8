// Whether an image passes: your findings by severity, and the budgets.
import type { Finding } from '../../checks/finding.ts';
import type { ImageBytes } from '../../checks/judging/sum-bytes.ts';
import type { BudgetVerdict, FailOn, Verdict } from '../../report/image-report.ts';
import { reaches } from '../../report/judgements/reaches.ts';
import { type SizeLimit, toLimitBytes } from '../settings/parse-size-limit.ts';

/** What the image is measured by. */
export interface VerdictLimits {
  readonly failOn: FailOn;
  readonly maxBallast?: SizeLimit;
  readonly maxSize?: SizeLimit;
}

/** Judges findings and sums; inherited findings never fail a run. */
export function reachVerdict(
  findings: readonly Finding[],
  bytes: ImageBytes,
  limits: VerdictLimits,
): Verdict {
  const { failOn, maxBallast, maxSize } = limits;
  const failingCount = findings.filter(
    ({ origin, severity }) => origin === 'yours' && reaches(severity, failOn),
  ).length;
  const compare = (kind: BudgetVerdict['kind'], limit: SizeLimit, actualBytes: number): BudgetVerdict => {
    const limitBytes = toLimitBytes(limit, bytes.entryBytes);
    return { kind, limit: limit.text, limitBytes, actualBytes, isExceeded: actualBytes > limitBytes };
  };
  const budgets = [
    ...(maxBallast === undefined ? [] : [compare('max-ballast', maxBallast, bytes.ballastByOrigin.yours)]),
    ...(maxSize === undefined ? [] : [compare('max-size', maxSize, bytes.entryBytes)]),
  ];
  const passes = failingCount === 0 && budgets.every(({ isExceeded }) => !isExceeded);
  return { passes, failOn, failingCount, budgets };
}
