// Whether a severity is one at which a run fails.
import type { Severity } from '../../checks/finding.ts';
import type { FailOn } from '../image-report.ts';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'advice'];

/** Whether it is as severe as `failOn`, or more. */
export function reaches(severity: Severity, failOn: FailOn): boolean {
  return failOn !== 'never' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}

/** The severest first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}
