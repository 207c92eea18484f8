// The layers that only one of the two images has, with the instructions that made them.
import type { ComparedTarget, DifferenceReport } from '../../difference-report.ts';
import { formatBytes } from '../../format-amount.ts';
import { type Column, formatTable } from '../../table.ts';
import { makeVisible } from '../../visible-text.ts';
import type { TextOptions } from '../text-options.ts';
import { limitRows } from './limit-rows.ts';

const ROWS_SHOWN = 12;

const COLUMNS: readonly Column[] = [
  { heading: 'layer', align: 'left' },
  { heading: 'size', align: 'right' },
  { heading: 'layers that are not shared', align: 'left' },
];

/** A line for each such layer; no lines where all are shared. */
export function formatOwnLayers({ a, b, layers }: DifferenceReport, options: TextOptions): string[] {
  const rowsOf = (label: string, side: ComparedTarget, indexes: readonly number[]): readonly string[][] =>
    indexes.map((index) => {
      const { entryBytes, instruction } = side.layers[index]!;
      const made = instruction === null ? '(not told by the history)' : makeVisible(instruction);
      return [`${label} ${index}`, formatBytes(entryBytes), made];
    });
  const rows = [...rowsOf('A', a, layers.onlyInA), ...rowsOf('B', b, layers.onlyInB)];
  if (rows.length === 0) return [];
  const { shown, more } = limitRows(rows, ROWS_SHOWN, options);
  return [...formatTable(COLUMNS, shown, options.width, options.palette.faint), ...more];
}
