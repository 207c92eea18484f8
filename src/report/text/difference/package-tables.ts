// The packages that differ: those that came, went or hold other files by their bytes, and those of another version.
import type { PackageChange, PackageDifference } from '../../../contents/compare/compare-packages.ts';
import type { PackageSummary } from '../../../contents/packages/package-summary.ts';
import { wrapWords } from '../../cell-width.ts';
import type { DifferenceReport } from '../../difference-report.ts';
import { countOf, formatBytes, formatDifference } from '../../format-amount.ts';
import { type Column, formatTable } from '../../table.ts';
import { makeVisible } from '../../visible-text.ts';
import type { TextOptions } from '../text-options.ts';
import { limitRows } from './limit-rows.ts';

const ROWS_SHOWN = 10;
const VERSIONS_SHOWN = 3;

const WORDS: Readonly<Record<PackageChange, string>> = {
  added: 'only in B',
  removed: 'only in A',
  version: 'of another version',
  copies: 'in other copies',
  files: 'with other files',
};

/** A line of counts and two tables; no lines where no package differs. */
export function formatPackageDifferences(report: DifferenceReport, options: TextOptions): string[] {
  const { packages, a, b } = report;
  const unread = (a.unread.length > 0 ? ['A'] : []).concat(b.unread.length > 0 ? ['B'] : []);
  const notes =
    unread.length === 0
      ? []
      : [`Packages may be missing: metadata in ${unread.join(' and ')} could not be read.`];
  if (packages.length === 0) return notes;
  const counts = (Object.keys(WORDS) as PackageChange[]).flatMap((change) => {
    const some = packages.filter((item) => item.change === change);
    if (some.length === 0) return [];
    const bytes = some.reduce((sum, { bytesInA, bytesInB }) => sum + bytesInB - bytesInA, 0);
    return [`${countOf(some.length, 'package')} ${WORDS[change]} (${formatDifference(bytes)})`];
  });
  const others = packages.filter(({ change }) => change !== 'version');
  const versions = packages.filter(({ change }) => change === 'version');
  return [
    ...wrapWords(`Packages: ${counts.join(', ')}`, options.width).map(options.palette.strong),
    ...notes,
    ...formatRows(others, 'package', options),
    ...formatRows(versions, 'other version', options),
  ];
}

function formatRows(packages: readonly PackageDifference[], heading: string, options: TextOptions): string[] {
  if (packages.length === 0) return [];
  const { shown, more } = limitRows(packages, ROWS_SHOWN, options);
  const columns: readonly Column[] = [
    { heading: 'A', align: 'right' },
    { heading: 'B', align: 'right' },
    { heading: 'B - A', align: 'right' },
    { heading: 'type', align: 'left' },
    { heading, align: 'left' },
  ];
  const rows = shown.map((item) => [
    item.inA.length === 0 ? '-' : formatBytes(item.bytesInA),
    item.inB.length === 0 ? '-' : formatBytes(item.bytesInB),
    formatDifference(item.bytesInB - item.bytesInA),
    item.type,
    makeVisible(describePackage(item)),
  ]);
  return [...formatTable(columns, rows, options.width, options.palette.faint), ...more];
}

/** `curl 7.88.1`, `openssl 3.0.15 -> 3.0.16`, `lodash 4.17.21 (2 copies -> 1)`. */
export function describePackage({ name, change, inA, inB }: PackageDifference): string {
  if (change === 'added') return `${name} ${listVersions(inB)}`;
  if (change === 'removed') return `${name} ${listVersions(inA)}`;
  if (change === 'version') return `${name} ${listVersions(inA)} -> ${listVersions(inB)}`;
  if (change === 'files') return `${name} ${listVersions(inA)} (other files)`;
  const copies = inA.length === inB.length ? 'elsewhere' : `${countCopies(inA)} -> ${inB.length}`;
  return `${name} ${listVersions(inA)} (${copies})`;
}

function listVersions(copies: readonly PackageSummary[]): string {
  const versions = [...new Set(copies.map(({ version }) => version))];
  const more = versions.length - VERSIONS_SHOWN;
  return [...versions.slice(0, VERSIONS_SHOWN), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function countCopies(copies: readonly PackageSummary[]): string {
  return countOf(copies.length, 'copy', 'copies');
}
