// Which version apt would try first for a group of alternatives (apt's getAllPossibleSolutions and CompareProviders).
import type { DependencyGroup, PlanPackage, PlanRelation, PlanVersion } from './plan-package.ts';

/** The candidates that meet a group, best first: those already installed in an older version before new ones. */
export function findSolutions({ alternatives }: DependencyGroup, isRefusal = false): readonly PlanVersion[] {
  const sorted = alternatives.flatMap((alternative) =>
    alternative.targets
      .filter((version) => version.package.candidate === version)
      .sort((a, b) => compareProviders(a, b, alternative)),
  );
  const isThere = ({ package: found }: PlanVersion): boolean => found.current !== null;
  const ordered = new Set([...sorted.filter(isThere), ...sorted.filter((version) => !isThere(version))]);
  return isRefusal ? [...ordered] : [...ordered].filter(isAllowed);
}

/** All versions that could meet a group: candidates and those installed. */
export function findCandidatesAndInstalled({ alternatives }: DependencyGroup): readonly PlanVersion[] {
  const all = alternatives.flatMap(({ targets }) =>
    targets.filter((version) => version.package.candidate === version || version.package.current === version),
  );
  return [...new Set(all)].filter(isAllowed);
}

/** What the user or a hard need has decided against is no solution. */
function isAllowed({ package: { isProtected, mode, current } }: PlanVersion): boolean {
  return !(isProtected && (mode === 'delete' || (mode === 'keep' && current === null)));
}

function compareProviders(a: PlanVersion, b: PlanVersion, { relation }: PlanRelation): number {
  if (a === b) return 0;
  const [left, right] = [a.package, b.package];
  const prefer = (isLeft: boolean, isRight: boolean): number => Number(isRight) - Number(isLeft);
  return (
    prefer(left.isProtected, right.isProtected) ||
    prefer(isSameInstalled(a), isSameInstalled(b)) ||
    prefer(left.current !== null, right.current !== null) ||
    prefer(left.name === relation.name, right.name === relation.name) ||
    prefer(a.isEssential, b.isEssential) ||
    a.priorityRank - b.priorityRank ||
    compareRanks(left, right)
  );
}

function isSameInstalled({ multiArch, package: { current } }: PlanVersion): boolean {
  return multiArch === 'same' && current !== null;
}

function compareRanks(a: PlanPackage, b: PlanPackage): number {
  return b.rank - a.rank;
}
