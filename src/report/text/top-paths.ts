// The largest files of the whole image that are ballast, whatever the finding.
import { cutMiddle } from '../cell-width.ts';
import { formatBytes } from '../format-amount.ts';
import type { ImageReport } from '../image-report.ts';
import { type Column, formatTable } from '../table.ts';
import { makeVisible } from '../visible-text.ts';
import type { TextOptions } from './text-options.ts';

const PATHS_SHOWN = 10;
const PATH_CELLS_MIN = 30;

const COLUMNS: readonly Column[] = [
  { heading: 'size', align: 'right' },
  { heading: 'layer', align: 'right' },
  { heading: 'rule', align: 'left' },
  { heading: 'largest ballast files', align: 'left' },
];

/** A table of at most ten files; no lines where there is no ballast. */
export function formatTopPaths(report: ImageReport, options: TextOptions): readonly string[] {
  const files = report.findings
    .filter(({ severity, secret }) => severity !== 'advice' && secret === null)
    .flatMap(({ rule, layer, paths }) => paths.map((file) => ({ ...file, rule, layer: layer ?? 0 })));
  if (files.length === 0) return [];
  files.sort((a, b) => b.bytes - a.bytes || a.layer - b.layer || (a.path < b.path ? -1 : 1));
  const top = files.slice(0, PATHS_SHOWN);
  const ruleCells = Math.max(...top.map(({ rule }) => rule.length));
  const pathCells = Math.max(PATH_CELLS_MIN, options.width - ruleCells - 'x.xx MB  layer    '.length - 2);
  const rows = top.map(({ path, bytes, rule, layer }) => [
    formatBytes(bytes),
    String(layer),
    rule,
    cutMiddle(`/${makeVisible(path)}`, pathCells),
  ]);
  return formatTable(COLUMNS, rows, options.width, options.palette.faint);
}
