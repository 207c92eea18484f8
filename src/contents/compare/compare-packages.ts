// The installed packages of two images side by side, by type and name: an image may hold one name in several versions, for
// several architectures and, with npm, at several places.
import type { PackageSummary } from '../packages/package-summary.ts';

/**
 * How a package differs: `version` where the versions are others, `copies` where only their number, places or architectures
 * are, `files` where the same packages have other files.
 */
export type PackageChange = 'added' | 'removed' | 'version' | 'copies' | 'files';

/** A package name that differs; the copies of each image, by version, architecture and place. */
export interface PackageDifference {
  readonly type: PackageSummary['type'];
  readonly name: string;
  readonly change: PackageChange;
  readonly bytesInA: number;
  readonly bytesInB: number;
  readonly inA: readonly PackageSummary[];
  readonly inB: readonly PackageSummary[];
}

interface Copies {
  readonly inA: PackageSummary[];
  readonly inB: PackageSummary[];
}

/** The names that differ, the largest difference of bytes first, then by type and name. */
export function comparePackages(
  a: readonly PackageSummary[],
  b: readonly PackageSummary[],
): readonly PackageDifference[] {
  const names = new Map<string, Copies>();
  const gather = (packages: readonly PackageSummary[], side: keyof Copies): void => {
    for (const item of packages) {
      if (item.state !== 'installed') continue;
      const key = `${item.type}\0${item.name}`;
      let copies = names.get(key);
      if (copies === undefined) {
        copies = { inA: [], inB: [] };
        names.set(key, copies);
      }
      copies[side].push(item);
    }
  };
  gather(a, 'inA');
  gather(b, 'inB');
  return [...names.values()].flatMap(compareCopies).sort(byWeight);
}

function compareCopies(copies: Copies): readonly PackageDifference[] {
  const change = findChange(copies);
  if (change === undefined) return [];
  const inA = copies.inA.toSorted(byCopy);
  const inB = copies.inB.toSorted(byCopy);
  const { type, name } = (inA[0] ?? inB[0])!;
  return [{ type, name, change, bytesInA: sumBytes(inA), bytesInB: sumBytes(inB), inA, inB }];
}

function findChange({ inA, inB }: Copies): PackageChange | undefined {
  if (inA.length === 0) return 'added';
  if (inB.length === 0) return 'removed';
  const differ = (describe: (item: PackageSummary) => string): boolean =>
    list(inA.map(describe)) !== list(inB.map(describe));
  const versions = (items: readonly PackageSummary[]): string =>
    list([...new Set(items.map(({ version }) => version))]);
  if (versions(inA) !== versions(inB)) return 'version';
  if (
    differ(({ version, architecture, metadataPath }) => JSON.stringify([version, architecture, metadataPath]))
  )
    return 'copies';
  // Which copy has which files does not matter where all of them together are the same.
  return differ(({ version, bytes, fileCount }) => JSON.stringify([version, bytes, fileCount]))
    ? 'files'
    : undefined;
}

/** A list as one text that no other list has. */
function list(texts: readonly string[]): string {
  return JSON.stringify(texts.toSorted());
}

function sumBytes(items: readonly PackageSummary[]): number {
  return items.reduce((sum, { bytes }) => sum + bytes, 0);
}

function byCopy(a: PackageSummary, b: PackageSummary): number {
  return (
    compare(a.version, b.version) ||
    compare(a.architecture, b.architecture) ||
    compare(a.metadataPath, b.metadataPath)
  );
}

function byWeight(a: PackageDifference, b: PackageDifference): number {
  return (
    Math.abs(b.bytesInB - b.bytesInA) - Math.abs(a.bytesInB - a.bytesInA) ||
    compare(a.type, b.type) ||
    compare(a.name, b.name)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
