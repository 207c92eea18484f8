// The packages of an image: how many of each kind, the largest ones, and those that are gone but shipped.
import type { PackageSummary } from '../../contents/packages/package-summary.ts';
import { countOf, formatBytes, formatCount } from '../format-amount.ts';
import type { ImageReport } from '../image-report.ts';
import { type Column, formatTable } from '../table.ts';
import { makeVisible } from '../visible-text.ts';
import type { TextOptions } from './text-options.ts';

const PACKAGES_SHOWN = 10;

const COLUMNS: readonly Column[] = [
  { heading: 'size', align: 'right' },
  { heading: 'layer', align: 'right' },
  { heading: 'type', align: 'left' },
  { heading: 'largest packages', align: 'left' },
];

/** A line of counts and tables of the largest packages; no lines where there is no package. */
export function formatPackages(report: ImageReport, options: TextOptions): readonly string[] {
  const { packages, unread } = report.inventory;
  const notes = unread.map(
    ({ path, layer, reason }) =>
      `Not read, so packages may be missing: /${makeVisible(path)} in layer ${layer} (${reason})`,
  );
  if (packages.length === 0) return notes;
  const installed = packages.filter(({ state }) => state === 'installed');
  const removed = packages.filter(({ state, bytes }) => state === 'removed' && bytes > 0);
  const lines = [`Packages: ${countByType(installed)}`, ...notes];
  lines.push(...formatTable(COLUMNS, rowsOf(installed, options), options.width, options.palette.faint));
  lines.push(...formatFreed(installed, options));
  if (removed.length === 0) return lines;
  const bytes = removed.reduce((sum, item) => sum + item.bytes, 0);
  return [
    ...lines,
    `Removed by a later layer, shipped all the same: ${countOf(removed.length, 'package')}, ${formatBytes(bytes)}`,
    ...formatTable(
      [...COLUMNS.slice(0, -1), { heading: 'largest removed packages', align: 'left' }],
      rowsOf(removed, options),
      options.width,
      options.palette.faint,
    ),
  ];
}

const FREED_COLUMNS: readonly Column[] = [
  { heading: 'frees', align: 'right' },
  { heading: 'own', align: 'right' },
  { heading: 'packages', align: 'right' },
  { heading: 'what removing would free', align: 'left' },
];

/** Only what somebody asked for and nothing else needs: the rest goes with others, or not at all. */
function formatFreed(installed: readonly PackageSummary[], options: TextOptions): readonly string[] {
  const rows = installed
    .flatMap(({ frees, isAutomatic, ...item }) =>
      frees === null || frees.dependents > 0 || frees.bytes === 0 || isAutomatic === true
        ? []
        : [{ ...item, frees }],
    )
    .sort((a, b) => b.frees.bytes - a.frees.bytes || (a.purl < b.purl ? -1 : 1))
    .slice(0, PACKAGES_SHOWN)
    .map(({ frees, bytes, name, version }) => [
      formatBytes(frees.bytes),
      formatBytes(bytes),
      formatCount(frees.packages),
      makeVisible(`${name} ${version}`),
    ]);
  return rows.length === 0 ? [] : formatTable(FREED_COLUMNS, rows, options.width, options.palette.faint);
}

function rowsOf(packages: readonly PackageSummary[], options: TextOptions): readonly (readonly string[])[] {
  const sorted = packages.toSorted((a, b) => b.bytes - a.bytes || (a.purl < b.purl ? -1 : 1));
  return sorted
    .slice(0, options.showsAll ? sorted.length : PACKAGES_SHOWN)
    .map(({ bytes, layer, removedByLayer, type, name, version }) => [
      formatBytes(bytes),
      removedByLayer === null ? String(layer) : `${layer}, gone in ${removedByLayer}`,
      type,
      makeVisible(`${name} ${version}`),
    ]);
}

function countByType(packages: readonly PackageSummary[]): string {
  const counts = new Map<string, number>();
  for (const { type } of packages) counts.set(type, (counts.get(type) ?? 0) + 1);
  if (counts.size === 0) return 'none installed';
  return [...counts].map(([type, count]) => `${formatCount(count)} ${type}`).join(', ');
}
