// What one image says of one layer under one rule: findings that differ only in what hides their files are one for a fleet.
import { compareSeverity } from '../../checks/compare-severity.ts';
import type { Finding } from '../../checks/finding.ts';

/** The two as one: shown where either shows, with the paths of both, largest first. */
export function mergeFindings(a: Finding, b: Finding, pathLimit: number): Finding {
  const [shown, other] = a.state === 'visible' || b.state === 'hidden' ? [a, b] : [b, a];
  return {
    ...shown,
    severity: severest(a.severity, b.severity),
    origin: a.origin === 'yours' || b.origin === 'yours' ? 'yours' : 'inherited',
    hiddenByLayer: shown.state === 'visible' ? null : shown.hiddenByLayer,
    folder: commonFolder(shown.folder, other.folder),
    paths: [...shown.paths, ...other.paths].toSorted((x, y) => y.bytes - x.bytes).slice(0, pathLimit),
    fileCount: shown.fileCount + other.fileCount,
    bytes: shown.bytes + other.bytes,
    shippedBytes: shown.shippedBytes + other.shippedBytes,
    packages: [...new Set([...shown.packages, ...other.packages])],
  };
}

/** The severer of two. */
export function severest(a: Finding['severity'], b: Finding['severity']): Finding['severity'] {
  return compareSeverity(a, b) <= 0 ? a : b;
}

/** The deepest folder that holds both. */
function commonFolder(a: string, b: string): string {
  const [left, right] = [a.split('/'), b.split('/')];
  const differs = left.findIndex((segment, i) => segment !== right[i]);
  return (differs < 0 ? left : left.slice(0, differs)).join('/');
}
