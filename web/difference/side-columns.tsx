// The columns that tables of two images end with: the bytes in A, those in B, and how many more B has.
import { formatBytes, formatDifference } from '../../src/report/format-amount.ts';
import type { TableColumn } from '../shared/table.tsx';

/** Bytes of both images. */
interface BothBytes {
  readonly bytesInA: number;
  readonly bytesInB: number;
}

/** The three of them; they sort by their bytes. */
export function sideColumns<Row extends BothBytes>(): readonly TableColumn<Row>[] {
  return [
    {
      id: 'a',
      title: 'A',
      draw: ({ bytesInA }) => orDash(bytesInA),
      sortBy: ({ bytesInA }) => bytesInA,
      isAmount: true,
      isExtra: true,
      width: '6.5em',
    },
    {
      id: 'b',
      title: 'B',
      draw: ({ bytesInB }) => orDash(bytesInB),
      sortBy: ({ bytesInB }) => bytesInB,
      isAmount: true,
      isExtra: true,
      width: '6.5em',
    },
    {
      id: 'growth',
      title: 'B less A',
      draw: ({ bytesInA, bytesInB }) => <strong>{formatDifference(bytesInB - bytesInA)}</strong>,
      sortBy: ({ bytesInA, bytesInB }) => bytesInB - bytesInA,
      isAmount: true,
      width: '7.5em',
    },
  ];
}

/** Nothing is a dash, which is quicker to read past than `0 B`. */
export function orDash(bytes: number): string {
  return bytes === 0 ? '-' : formatBytes(bytes);
}
