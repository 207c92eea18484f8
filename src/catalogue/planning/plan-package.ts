// Packages as apt's solver sees them: what is there, what could be, and what is planned.
import type { Relation } from '../../contents/packages/relations/relation.ts';

/** How a group of alternatives binds; the first two must be met, the negative two must not be. */
export type GroupKind = 'pre-depends' | 'depends' | 'conflicts' | 'breaks' | 'recommends' | 'suggests';

/** One alternative and the versions that meet it, found when first asked for. */
export interface PlanRelation {
  readonly relation: Relation;
  readonly targets: readonly PlanVersion[];
}

/** Alternatives of which one must be met; a single one where it is negative. */
export interface DependencyGroup {
  readonly kind: GroupKind;
  readonly alternatives: readonly PlanRelation[];
}

/** One version of a package. */
export interface PlanVersion {
  readonly package: PlanPackage;
  readonly version: string;
  readonly source: string;
  readonly sourceVersion: string;
  readonly section: string;
  /** Position in PRIORITIES: the smaller, the more important. */
  readonly priorityRank: number;
  readonly isEssential: boolean;
  readonly multiArch: string;
  readonly installedBytes: number;
  /** In apt's order: pre-dependencies, dependencies, conflicts, breaks, recommendations, suggestions. */
  readonly groups: readonly DependencyGroup[];
}

/** What is to become of a package. */
export type PlanMode = 'keep' | 'install' | 'delete';

/** A package, with what a plan makes of it. */
export class PlanPackage {
  readonly name: string;
  /** Later ones are preferred where all else is equal. */
  readonly rank: number;
  readonly current: PlanVersion | null = null;
  /** The newest version that there is, which may be the installed one. */
  readonly offered: PlanVersion | null = null;
  readonly isAutomaticNow: boolean;
  readonly isHeld: boolean;

  mode: PlanMode = 'keep';
  /** What apt may still choose: taken away where it proved impossible. */
  candidate: PlanVersion | null = null;
  /** What is there after the plan. */
  install: PlanVersion | null = null;
  isProtected = false;
  isAutomatic: boolean;

  constructor(
    name: string,
    rank: number,
    marks: { readonly isAutomatic: boolean; readonly isHeld: boolean },
  ) {
    this.name = name;
    this.rank = rank;
    this.isAutomaticNow = marks.isAutomatic;
    this.isAutomatic = marks.isAutomatic;
    this.isHeld = marks.isHeld;
  }

  /** Sets what is there and what could be; once, before any plan. */
  setVersions(current: PlanVersion | null, offered: PlanVersion | null): void {
    Object.assign(this, { current, offered });
    this.reset();
  }

  /** Forgets a plan. */
  reset(): void {
    this.mode = 'keep';
    this.candidate = this.offered;
    this.install = this.current;
    this.isProtected = false;
    this.isAutomatic = this.isAutomaticNow;
  }
}

/** Whether a group must be met for a package to be configured. */
export function isCritical({ kind }: DependencyGroup): boolean {
  return kind !== 'recommends' && kind !== 'suggests';
}

/** Whether a group names what must not be there. */
export function isNegative({ kind }: DependencyGroup): boolean {
  return kind === 'conflicts' || kind === 'breaks';
}

/** Whether a group is as it should be after the plan so far. */
export function isMet(group: DependencyGroup): boolean {
  return isNegative(group) !== group.alternatives.some(isThere);
}

/** Whether one alternative is there after the plan so far. */
export function isThere({ targets }: PlanRelation): boolean {
  return targets.some((version) => version.package.install === version);
}
