// The layers of an image as a table, from the base up.
import { formatBytes } from '../format-amount.ts';
import type { ImageReport } from '../image-report.ts';
import { isPullCostKnown } from '../pull-cost.ts';
import { type Column, formatTable } from '../table.ts';
import { makeVisible } from '../visible-text.ts';
import type { TextOptions } from './text-options.ts';

/** A line for each layer under a heading line; the origin only where the base image is known. */
export function formatLayerTable(report: ImageReport, options: TextOptions): readonly string[] {
  const columns: readonly Column[] = [
    { heading: 'layer', align: 'right' },
    { heading: 'size', align: 'right' },
    { heading: isPullCostKnown(report) ? 'shipped' : 'stored', align: 'right' },
    { heading: 'hidden', align: 'right' },
    { heading: 'ballast', align: 'right' },
    ...(report.base === null ? [] : [{ heading: 'origin', align: 'left' } as const]),
    { heading: 'instruction', align: 'left' },
  ];
  const rows = report.layers.map((layer) => [
    String(layer.index),
    formatBytes(layer.entryBytes),
    formatBytes(layer.shippedBytes),
    orDash(layer.hiddenBytes),
    orDash(layer.ballastBytes),
    ...(report.base === null ? [] : [layer.origin === 'inherited' ? 'base' : 'yours']),
    layer.instruction === null ? '(not told by the history)' : makeVisible(layer.instruction),
  ]);
  return formatTable(columns, rows, options.width, options.palette.faint);
}

function orDash(bytes: number): string {
  return bytes === 0 ? '-' : formatBytes(bytes);
}
