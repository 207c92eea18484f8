// The last lines: the budgets, and whether the run passes.
import { countOf, formatBytes } from '../format-amount.ts';
import type { BudgetVerdict, Verdict } from '../image-report.ts';
import type { Palette } from '../palette.ts';

/** A line for each budget and one for the whole. */
export function formatVerdict(verdict: Verdict, palette: Palette): readonly string[] {
  const { budgets, failingCount, failOn, passes } = verdict;
  const exceeded = budgets.filter(({ isExceeded }) => isExceeded).length;
  const severities = failOn === 'error' ? 'error' : `${failOn} or above`;
  const why = [
    ...(failingCount > 0 ? [`${countOf(failingCount, 'finding')} at ${severities}`] : []),
    ...(exceeded > 0 ? [`${countOf(exceeded, 'budget')} exceeded`] : []),
  ];
  return [
    ...budgets.map((budget) => formatBudget(budget, palette)),
    passes ? palette.good('Passes.') : palette.bad(`Fails: ${why.join(', ')}.`),
  ];
}

function formatBudget(budget: BudgetVerdict, palette: Palette): string {
  const { kind, limit, limitBytes, actualBytes, isExceeded } = budget;
  const what = kind === 'max-ballast' ? 'of ballast' : 'in all';
  const allowed = limit.endsWith('%')
    ? `${limit} (${formatBytes(limitBytes)}) allowed`
    : `${formatBytes(limitBytes)} allowed`;
  const state = isExceeded
    ? palette.bad(`${formatBytes(actualBytes - limitBytes)} over`)
    : palette.good('kept');
  return `Budget ${kind}: ${formatBytes(actualBytes)} ${what}, ${allowed}: ${state}.`;
}
