// The order of severities, the same wherever findings are sorted or joined.
import type { Severity } from './finding.ts';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'advice'];

/** Negative where `a` is the severer one: the severest come first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}
