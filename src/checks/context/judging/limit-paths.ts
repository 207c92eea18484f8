// A finding names its largest paths, and says how many there are.
import type { ContextFinding, ContextFindingPath } from '../context-finding.ts';

/** More are not named. */
const MOST_PATHS = 1000;

/** The paths of a finding from those that it is about, the largest first. */
export function limitPaths(
  paths: readonly ContextFindingPath[],
): Pick<ContextFinding, 'paths' | 'pathCount'> {
  const sorted = paths.toSorted((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
  return {
    paths: sorted.slice(0, MOST_PATHS).map(({ path, bytes, files }) => ({ path, bytes, files })),
    pathCount: paths.length,
  };
}
