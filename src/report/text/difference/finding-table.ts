// The findings that differ, rule by rule; advice only with `--all`.
import type { FindingDifference } from '../../../checks/judging/compare-findings.ts';
import type { DifferenceReport } from '../../difference-report.ts';
import { countOf, formatBytes } from '../../format-amount.ts';
import { type Column, formatTable } from '../../table.ts';
import { makeVisible } from '../../visible-text.ts';
import type { TextOptions } from '../text-options.ts';

const COLUMNS: readonly Column[] = [
  { heading: 'A', align: 'right' },
  { heading: 'B', align: 'right' },
  { heading: 'in B', align: 'left' },
  { heading: 'rule', align: 'left' },
  { heading: 'what it finds', align: 'left' },
];

/** A heading and a line for each rule; no lines where no finding differs. */
export function formatFindingDifferences(
  { findings, a, b }: DifferenceReport,
  options: TextOptions,
): string[] {
  if (findings.length === 0) return [];
  const ballast = findings.filter(({ tier }) => tier === 'ballast');
  const advice = findings.filter(({ tier }) => tier === 'advice');
  const shown = options.showsAll ? findings : ballast;
  const heading = `Findings: ballast ${orNone(a.ballastBytes)} in A, ${orNone(b.ballastBytes)} in B`;
  return [
    options.palette.strong(heading),
    ...(shown.length === 0
      ? []
      : formatTable(COLUMNS, shown.map(toRow), options.width, options.palette.faint)),
    ...(advice.length > 0 && !options.showsAll
      ? [`Advice differs by ${countOf(advice.length, 'rule')}: --all`]
      : []),
  ];
}

function toRow(finding: FindingDifference): readonly string[] {
  const { rule, tier, change, message, bytesInA, bytesInB } = finding;
  return [
    change === 'new' ? '-' : formatBytes(bytesInA),
    change === 'gone' ? '-' : formatBytes(bytesInB),
    change,
    tier === 'advice' ? `${rule} (advice)` : rule,
    makeVisible(message),
  ];
}

function orNone(bytes: number): string {
  return bytes === 0 ? 'none' : formatBytes(bytes);
}
