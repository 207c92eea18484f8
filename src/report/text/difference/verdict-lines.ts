// The last lines: whether the run passes, where something was to be judged.
import { wrapWords } from '../../cell-width.ts';
import type { DifferenceReport, GrowthVerdict } from '../../difference-report.ts';
import { countOf, formatBytes, formatDifference } from '../../format-amount.ts';
import type { TextOptions } from '../text-options.ts';

/** The growth, and why the run fails; no lines where nothing was to be judged. */
export function formatDifferenceVerdict(
  { verdict }: DifferenceReport,
  { palette, width }: TextOptions,
): string[] {
  const { growth, failingRules, passes } = verdict;
  if (growth === null && failingRules === null) return [];
  const why = [
    ...(growth?.isExceeded === true ? ['B grew too much'] : []),
    ...(failingRules !== null && failingRules.length > 0
      ? [
          `B has findings by ${countOf(failingRules.length, 'rule')} that A has none of (${failingRules.join(', ')})`,
        ]
      : []),
  ];
  return [
    ...(growth === null ? [] : [formatGrowth(growth)]),
    ...wrapWords(passes ? 'Passes.' : `Fails: ${why.join(', ')}.`, width).map(
      passes ? palette.good : palette.bad,
    ),
  ];
}

function formatGrowth({ limit, limitBytes, actualBytes }: GrowthVerdict): string {
  const allowed =
    limitBytes === 0
      ? 'none allowed'
      : `${limit.endsWith('%') ? `${limit} (${formatBytes(limitBytes)})` : formatBytes(limitBytes)} allowed`;
  return `Growth: ${formatDifference(actualBytes)}, ${allowed}.`;
}
