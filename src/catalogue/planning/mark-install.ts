// apt's own solver, as far as installing goes (pkgDepCache::MarkInstall of apt 2.6): depth first, the first solution that
// works, conflicts decided on the way. What it leaves broken, apt's problem resolver would try to repair; that is not done here.

import { type Call, changeState, discard, keep, mayChange, remove } from './change-package.ts';
import { findCandidatesAndInstalled, findSolutions } from './find-solutions.ts';
import type { PackagePool } from './package-pool.ts';
import {
  type DependencyGroup,
  isCritical,
  isMet,
  isNegative,
  isThere,
  type PlanPackage,
  type PlanVersion,
} from './plan-package.ts';

/** What must be undone or upgraded before a package can be installed. */
interface Obstacles {
  readonly toUpgrade: PlanPackage[];
  readonly toRemoveLater: PlanPackage[];
}

/** Plans one installation; the packages hold the plan. */
export class InstallMarker {
  readonly #pool: PackagePool;
  readonly #installsRecommends: boolean;

  constructor(pool: PackagePool, installsRecommends: boolean) {
    this.#pool = pool;
    this.#installsRecommends = installsRecommends;
  }

  /** Marks all targets first, then what they need, as apt-get does. */
  install(targets: readonly PlanPackage[]): void {
    const call = { depth: 0, isUser: true };
    for (const target of targets) {
      target.isProtected = true;
      this.#mark(target, false, call);
      // Asked for by name, an automatic package becomes a manual one.
      target.isAutomatic = false;
    }
    for (const target of targets) this.#mark(target, true, call);
  }

  #isImportant(group: DependencyGroup): boolean {
    return isCritical(group) || (group.kind === 'recommends' && this.#installsRecommends);
  }

  #mark(found: PlanPackage, withNeeds: boolean, call: Call): boolean {
    this.#pool.touch(found);
    const isKeptAsIs =
      found.isProtected &&
      found.mode === 'keep' &&
      found.candidate !== null &&
      found.candidate === found.current;
    if (!isKeptAsIs && !mayChange(found, 'install', call)) return false;
    const { candidate } = found;
    if (candidate === null) return false;
    if (!found.isProtected && !this.#isBroken(found)) {
      if (candidate === found.current) return found.install !== null || keep(found, call);
      if (found.mode === 'install') return true;
    }
    if (!this.#isSatisfiable(found, withNeeds)) return false;
    if (call.isUser) changeState(found, call);
    if (!withNeeds) {
      if (!call.isUser) changeState(found, call);
      return true;
    }
    return this.#markWithNeeds(found, candidate, call);
  }

  #markWithNeeds(found: PlanPackage, version: PlanVersion, call: Call): boolean {
    const failsEarly = !found.isProtected && !call.isUser;
    const groups = version.groups.filter(
      (group) => this.#isImportant(group) && (found.isProtected || !isMet(group)),
    );
    const obstacles: Obstacles = { toUpgrade: [], toRemoveLater: [] };
    let isDone = this.#removeConflicts(found, groups.filter(isNegative), obstacles, call);
    if (!isDone && failsEarly) return false;
    this.#collectBroken(found, version, obstacles);
    if (!call.isUser) changeState(found, call);

    const wasProtected = found.isProtected;
    found.isProtected = true;
    try {
      this.#upgradeSiblings(found, version, call);
      const steps = [
        () => this.#upgradeOrRemove(obstacles.toUpgrade, wasProtected, call),
        () =>
          this.#installNeeds(
            found,
            groups.filter((group) => !isNegative(group)),
            wasProtected,
            call,
          ),
        () => obstacles.toRemoveLater.every((other) => remove(other, { ...call, isUser: false })),
      ];
      for (const step of steps) {
        if (step()) continue;
        isDone = false;
        if (!failsEarly) continue;
        discard(found);
        return false;
      }
    } finally {
      if (!wasProtected) found.isProtected = false;
    }
    return isDone;
  }

  #installNeeds(
    found: PlanPackage,
    groups: readonly DependencyGroup[],
    isProtected: boolean,
    { depth, isUser }: Call,
  ): boolean {
    const inner = { depth: depth + 1, isUser: false };
    let isDone = true;
    for (const group of groups) {
      const isHard = isCritical(group);
      if (group.alternatives.some(isThere)) {
        if (isProtected && isHard && !this.#protectOnly(group, inner)) isDone = false;
        continue;
      }
      if (!isHard && isOldAndUnmet(found, group)) continue;
      if (this.#installOne(group, isProtected, inner) || !isHard) continue;
      isDone = false;
      if (!isProtected && !isUser) break;
    }
    return isDone;
  }

  /** What a protected package needs, and only one version meets, is protected as well. */
  #protectOnly(group: DependencyGroup, call: Call): boolean {
    const [only, ...more] = findCandidatesAndInstalled(group);
    if (only === undefined || more.length > 0 || only.package.isProtected) return true;
    only.package.isProtected = true;
    return this.#mark(only.package, true, call);
  }

  #installOne(group: DependencyGroup, isProtected: boolean, call: Call): boolean {
    const solutions = findSolutions(group);
    for (const version of solutions) {
      const solution = version.package;
      if (solution.candidate !== version) continue;
      if (isProtected && isCritical(group) && solutions.length === 1) {
        if (!this.#mark(solution, false, call)) continue;
        solution.isProtected = true;
      }
      if (this.#mark(solution, true, call)) return true;
    }
    return false;
  }

  #removeConflicts(
    found: PlanPackage,
    groups: readonly DependencyGroup[],
    { toUpgrade, toRemoveLater }: Obstacles,
    call: Call,
  ): boolean {
    const inner = { depth: call.depth, isUser: false };
    const wasDiscarded = new Set<PlanPackage>();
    let isDone = true;
    const removeOther = (other: PlanPackage): void => {
      if (other.mode === 'delete') return;
      if (!found.isProtected) {
        if (mayChange(other, 'delete', inner)) toRemoveLater.push(other);
        else isDone = false;
      } else if (remove(other, inner)) {
        other.candidate = other.install;
        other.isProtected = true;
      } else isDone = false;
    };
    for (const group of groups) {
      for (const version of findSolutions(group, true)) {
        const other = version.package;
        this.#pool.touch(other);
        if (other.current === version) removeOther(other);
        else if (other.mode === 'install' && !keep(other, inner)) isDone = false;
        else if (found.isProtected) {
          other.candidate = other.install;
          if (other.current === null) other.isProtected = true;
        } else wasDiscarded.add(other);
        if (!isDone && !found.isProtected && !call.isUser) return false;
      }
      for (const { package: other, version } of group.alternatives.flatMap(({ targets }) => targets)) {
        if (other.current?.version !== version) continue;
        this.#pool.touch(other);
        if (other.candidate !== null && other.candidate !== other.current && !wasDiscarded.has(other))
          toUpgrade.push(other);
        else if (other.candidate !== other.current) removeOther(other);
        if (!isDone && !found.isProtected && !call.isUser) return false;
      }
    }
    return isDone;
  }

  /** Installed packages that need the version that goes. */
  #collectBroken(found: PlanPackage, version: PlanVersion, { toUpgrade }: Obstacles): void {
    const { current } = found;
    if (current === null || current === version) return;
    for (const other of this.#pool.installed()) {
      if (other === found || other.current === null || other.mode === 'install' || toUpgrade.includes(other))
        continue;
      const isBroken = other.current.groups.some(
        (group) =>
          !isNegative(group) &&
          this.#isImportant(group) &&
          group.alternatives.some(({ targets }) => targets.includes(current) && !targets.includes(version)),
      );
      if (isBroken) toUpgrade.push(other);
    }
  }

  #upgradeOrRemove(
    toUpgrade: readonly PlanPackage[],
    isProtected: boolean,
    { depth, isUser }: Call,
  ): boolean {
    const inner = { depth: depth + 1, isUser: false };
    let isDone = true;
    for (const other of toUpgrade) {
      if (other.mode === 'install' || this.#mark(other, true, inner)) continue;
      if (remove(other, inner)) {
        if (isProtected) other.isProtected = true;
        continue;
      }
      isDone = false;
      if (!isProtected && !isUser) break;
    }
    return isDone;
  }

  /** Installed packages of the same source go along to the same version. */
  #upgradeSiblings(found: PlanPackage, version: PlanVersion, { depth }: Call): void {
    const inner = { depth: depth + 1, isUser: false };
    const siblings = this.#pool
      .upgradable()
      .filter(
        (other) =>
          other !== found &&
          other.candidate !== other.current &&
          other.install !== other.candidate &&
          other.candidate?.source === version.source &&
          other.candidate.sourceVersion === version.sourceVersion,
      );
    for (const other of siblings) this.#mark(other, false, inner);
    for (const other of siblings) this.#mark(other, true, inner);
  }

  #isBroken({ install }: PlanPackage): boolean {
    return install?.groups.some((group) => this.#isImportant(group) && !isMet(group)) ?? false;
  }

  /** Whether all that it must have is there or can be had; a candidate of which that is not true is none. */
  #isSatisfiable(found: PlanPackage, withNeeds: boolean): boolean {
    const { candidate, current } = found;
    if (!withNeeds || candidate === null || candidate === current) return true;
    const isPossible = candidate.groups.every(
      (group) =>
        !isCritical(group) ||
        isNegative(group) ||
        group.alternatives.some(({ targets }) =>
          targets.some(
            (version) => version.package.install === version || version.package.candidate === version,
          ),
        ),
    );
    if (isPossible || found.isProtected) return isPossible;
    found.candidate = current;
    if (found.mode !== 'delete') Object.assign(found, { mode: 'keep', install: current });
    return false;
  }
}

/** A recommendation of an installed package that was not met before is not met now. */
function isOldAndUnmet({ current }: PlanPackage, group: DependencyGroup): boolean {
  if (current === null) return false;
  const name = group.alternatives[0]?.relation.name;
  const old = current.groups.filter(
    ({ kind, alternatives }) =>
      kind === 'recommends' && alternatives.some(({ relation }) => relation.name === name),
  );
  return (
    old.length > 0 &&
    !old.some(({ alternatives }) =>
      alternatives.some(({ targets }) => targets.some((version) => version.package.current === version)),
    )
  );
}
