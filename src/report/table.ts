// A table in plain text: columns as wide as their widest cell, the last one cut to what the line has left. Where the line is too
// narrow for that, each row becomes lines of its own.
import { cellWidth, cutEnd, padEndCells, padStartCells, wrapWords } from './cell-width.ts';
import type { Paint } from './palette.ts';

/** One column: its heading and on which side its cells stand. */
export interface Column {
  readonly heading: string;
  readonly align: 'left' | 'right';
}

const GAP = '  ';
/** Cells that the last column has at least. */
const LEAST_LAST = 10;

/** Lines of at most `width` cells, the headings first; each row has a cell for each column. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  paintHeading: Paint,
): readonly string[] {
  const headings = columns.map(({ heading }) => heading);
  const widths = columns.map(({ heading }, i) =>
    rows.reduce((widest, row) => Math.max(widest, cellWidth(row[i] ?? '')), cellWidth(heading)),
  );
  const last = columns.length - 1;
  const before = widths.slice(0, last).reduce((sum, cells) => sum + cells + GAP.length, 0);
  if (before + LEAST_LAST > width) return stackRows(columns, rows, width, paintHeading);
  widths[last] = Math.min(widths[last] ?? 0, Math.max(LEAST_LAST, width - before));
  const toLine = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => {
        const cut = cutEnd(cell, widths[i]!);
        return columns[i]?.align === 'right' ? padStartCells(cut, widths[i]!) : padEndCells(cut, widths[i]!);
      })
      .join(GAP)
      .trimEnd();
  return [paintHeading(toLine(headings)), ...rows.map(toLine)];
}

/** What the last column says, and below it the others with their headings. */
function stackRows(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  paintHeading: Paint,
): readonly string[] {
  const last = columns.length - 1;
  return rows.flatMap((row) => {
    const facts = columns
      .slice(0, last)
      .map(({ heading }, i) => `${heading} ${row[i] ?? ''}`.trim())
      .join(', ');
    return [
      cutEnd(row[last] ?? '', width),
      ...wrapWords(facts, width - GAP.length).map((line) => GAP + paintHeading(line)),
    ];
  });
}
