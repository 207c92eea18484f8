// The few rows that matter, and how many more there are.
import { formatCount } from '../../format-amount.ts';
import type { TextOptions } from '../text-options.ts';

/** The first rows, all of them with `--all`, and a line that tells of the others where there are any. */
export function limitRows<T>(
  rows: readonly T[],
  limit: number,
  { showsAll }: Pick<TextOptions, 'showsAll'>,
  count = rows.length,
): { readonly shown: readonly T[]; readonly more: readonly string[] } {
  const shown = showsAll ? rows : rows.slice(0, limit);
  const left = count - shown.length;
  if (left <= 0) return { shown, more: [] };
  return {
    shown,
    more: [showsAll ? `and ${formatCount(left)} more` : `and ${formatCount(left)} more: --all`],
  };
}
